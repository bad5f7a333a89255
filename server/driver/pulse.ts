import type { Clock, Sleep } from '../../shared/kernel/time.ts';

/** Knows whether this process has run all the time, or was asleep or stopped for a while. */
export type Pulse = {
  /** Beats until the signal aborts. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  /** False from a stall on until every living holder of a lease has had the time for a sign of life. */
  readonly mayJudge: () => boolean;
};

const beatMs = 1_000;
/** A timer that ran later than this says more about this process than about others. */
const lateMs = 1_000;

/**
 * While this process stood still, no sign of life could reach it: so nobody's silence says anything until one lease period after (J8).
 * Noticed by whoever asks first, because after a stall messages may be heard before any timer runs.
 */
export function createPulse({
  clock,
  sleep,
  leaseMs,
}: {
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly sleep: Sleep;
  readonly leaseMs: number;
}): Pulse {
  let lastAt: number = clock.elapsed();
  let judgesFrom = lastAt;
  const look = (): number => {
    const now = clock.elapsed();
    if (now - lastAt > beatMs + lateMs) judgesFrom = now + leaseMs;
    lastAt = now;
    return now;
  };
  return {
    run: async (signal) => {
      look();
      while (!signal.aborted) {
        await sleep(beatMs, signal).catch(() => {});
        look();
      }
    },
    mayJudge: () => look() >= judgesFrom,
  };
}
