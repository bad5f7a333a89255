import { setTimeout as wait } from 'node:timers/promises';
import type { Sleep } from '../shared/kernel/time.ts';

/** The machine's timer takes no longer time, and fires at once when given one: whoever waits longer wakes early and looks again. */
const longestMs = 2_147_483_647;

/** Waits by the machine's own timer, 24 days at most. */
export const systemSleep: Sleep = async (ms, signal) => {
  try {
    await wait(Math.min(ms, longestMs), undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  }
};
