import { type Clock, millis } from '../shared/kernel/time.ts';

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => millis(Date.now()),
  elapsed: () => millis(performance.now()),
};
