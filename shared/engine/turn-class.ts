import { type Priority, priorities } from './job.ts';

/** Who has waited this long is served like the next higher priority, so that nobody waits for ever (L3). */
export const ageMs = 60_000;

/** The class in which somebody waits; 0 is served first. `waitedMs` is how long they have waited so far. */
export const turnClass = (priority: Priority, waitedMs: number): number =>
  Math.max(0, priorities.indexOf(priority) - Math.floor(Math.max(0, waitedMs) / ageMs));
