import type { Clock, Millis } from '../../shared/kernel/time.ts';
import type { CallTiming } from '../model/timed-model.ts';

/** A call that has ended, as its times are remembered. */
export type TimedCall = Pick<CallTiming, 'model' | 'tookMs' | 'firstTextMs'> & {
  readonly isDone: boolean;
  readonly endedAt: Millis;
};

/** The times of the newest calls of this process. They end with it. */
export type CallTimes = {
  readonly add: (timing: CallTiming) => void;
  /** Oldest first. */
  readonly since: (at: Millis) => readonly TimedCall[];
};

/** About 100 bytes each. */
const mostCalls = 10_000;

/** An empty memory. A call that was cancelled says nothing about the provider and is left out. */
export function createCallTimes(clock: Pick<Clock, 'now'>): CallTimes {
  let calls: TimedCall[] = [];
  return {
    add: ({ model, tookMs, firstTextMs, end }) => {
      if (end.type === 'failed' && end.failure.reason === 'cancelled') return;
      calls.push({ model, tookMs, firstTextMs, isDone: end.type === 'done', endedAt: clock.now() });
      // Now and then, so that a full memory does not copy itself at every call.
      if (calls.length > mostCalls * 1.1) calls = calls.slice(-mostCalls);
    },
    since: (at) => calls.filter(({ endedAt }) => endedAt >= at),
  };
}
