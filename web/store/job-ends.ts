import { liveQuery } from 'dexie';
import type { Job } from '../../shared/engine/job.ts';
import type { Database } from './database.ts';
import { reopening } from './reopen.ts';

/** Reports the jobs that ended after a time, at once and whenever another ends; returns the way to stop. */
export function watchEnds(database: Database, after: number, listener: (ended: readonly Job[]) => void): () => void {
  const query = async () => {
    const stored = await reopening(database.strict, () => database.jobs.where('endedAt').above(after).toArray());
    return stored.map(({ job }) => job);
  };
  const subscription = liveQuery(query).subscribe(listener);
  return () => subscription.unsubscribe();
}

/** How many jobs are not ended, and how far they are together, from 0 to 1; null when there are none. */
export type ActiveJobs = { readonly jobs: number; readonly progress: number | null };

/** Reports the jobs that are not ended, at once and at every change; returns the way to stop. */
export function watchActive(database: Database, listener: (active: ActiveJobs) => void): () => void {
  const query = async (): Promise<ActiveJobs> => {
    const active = await reopening(database.strict, () => database.jobs.where('active').equals(1).toArray());
    const sum = active.reduce((all, { job }) => all + job.progress, 0);
    return { jobs: active.length, progress: active.length === 0 ? null : sum / active.length };
  };
  const subscription = liveQuery(query).subscribe(listener);
  return () => subscription.unsubscribe();
}
