import type { Done } from '../ports.ts';
import { type ActionDeps, act } from './act.ts';

/**
 * Takes ended jobs off this device, with the briefs that no other job needs; answers how many jobs that were. The server's rows stay as
 * they are, and one that changes comes back. A job of which the server has not heard everything yet is left alone.
 */
export const clearFinishedJobs = (deps: ActionDeps): Done<number> =>
  act(deps, async ({ tx }) => {
    const { jobs, outbox, bases, briefs } = deps.database;
    const changed = new Set((await bases.toArray()).flatMap(({ table, rowId }) => (table === 'jobs' ? [rowId] : [])));
    const waiting = await outbox.toArray();
    for (const { change } of waiting) if (change.type === 'intend') changed.add(change.jobId);
    const ended = (await jobs.where('active').equals(0).primaryKeys()).filter((id) => !changed.has(id));
    for (const id of ended) await tx.removeJob(id);
    const needed = new Set<string>((await jobs.toArray()).map(({ job }) => job.brief));
    for (const { change } of waiting) if (change.type === 'create-job') needed.add(change.job.brief);
    const unused = (await briefs.toCollection().primaryKeys()).filter((hash) => !needed.has(hash));
    await briefs.bulkDelete(unused);
    return ended.length;
  });
