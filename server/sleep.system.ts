import { setTimeout as wait } from 'node:timers/promises';
import type { Sleep } from '../shared/kernel/time.ts';

/** Waits by the machine's own timer. */
export const systemSleep: Sleep = async (ms, signal) => {
  try {
    await wait(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  }
};
