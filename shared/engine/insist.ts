import { firstOf } from '../kernel/bell.ts';
import type { Random } from '../kernel/random.ts';
import type { Sleep } from '../kernel/time.ts';
import type { Reply } from './server-port.ts';

const firstBackoffMs = 100;
const longestBackoffMs = 5_000;

export type Patience = {
  readonly sleep: Sleep;
  readonly random: Random;
  /** Resolves when there is reason to try again before the backoff ends. */
  readonly nudged: (signal: AbortSignal) => Promise<void>;
};

/** Asks until there is an answer, with backoff; null once the signal has aborted. */
export async function insist<T>(deps: Patience, signal: AbortSignal, ask: () => Reply<T>): Promise<T | null> {
  let backoffMs = firstBackoffMs;
  while (!signal.aborted) {
    const reply = await ask();
    if (signal.aborted) return null;
    if (reply.ok) return reply.value;
    const waitMs = backoffMs * (0.5 + deps.random() / 2);
    await firstOf(signal, [(stop) => deps.sleep(waitMs, stop), (stop) => deps.nudged(stop)]);
    backoffMs = Math.min(longestBackoffMs, backoffMs * 2);
  }
  return null;
}
