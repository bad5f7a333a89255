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

/** Reports how far the jobs that are not ended are, from 0 to 1, together; null when there are none. */
export function watchProgress(database: Database, listener: (progress: number | null) => void): () => void {
  const query = async () => {
    const active = await reopening(database.strict, () => database.jobs.where('active').equals(1).toArray());
    if (active.length === 0) return null;
    return active.reduce((sum, { job }) => sum + job.progress, 0) / active.length;
  };
  const subscription = liveQuery(query).subscribe(listener);
  return () => subscription.unsubscribe();
}
