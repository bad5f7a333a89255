import type { JobId } from '../../shared/kernel/brand.ts';
import type { Sleep } from '../../shared/kernel/time.ts';
import type { OpenCalls } from './open-calls.ts';
import type { Turns } from './turns.ts';

/** Closes the sockets of a job's calls at once (J6). Each call then ends as cancelled, with its text kept. */
export function cancelCalls(calls: OpenCalls, turns: Turns, job: JobId): void {
  turns.forget(job);
  for (const call of calls.all()) if (call.job === job) call.socket.abort();
}

/**
 * Waits for the open calls to end, at most `forMs`; gives up what is open then, which ends as lost (L7). For the end of the process,
 * when nothing new is claimed any more. `signal` ends the waiting at once.
 */
export async function drainCalls(calls: OpenCalls, sleep: Sleep, forMs: number, signal: AbortSignal): Promise<void> {
  if (calls.all().length > 0) {
    const waited = new AbortController();
    const patience = sleep(forMs, AbortSignal.any([signal, waited.signal])).catch(() => undefined);
    await Promise.race([calls.none(), patience]);
    waited.abort();
  }
  for (const call of calls.all()) {
    call.isGivenUp = true;
    call.socket.abort();
  }
  // An end that the disk does not take must not keep the process alive for ever: the next start finds the call open, and voids it.
  const patience = new AbortController();
  await Promise.race([calls.none(), sleep(writeEndsMs, AbortSignal.any([signal, patience.signal])).catch(() => undefined)]);
  patience.abort();
}

/** How long the ends of calls that were given up may take to be written. */
const writeEndsMs = 2_000;
