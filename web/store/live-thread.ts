import { Dexie } from 'dexie';
import type { Job } from '../../shared/engine/job.ts';
import type { JobId } from '../../shared/kernel/brand.ts';
import { blockRefine } from '../../shared/recipes/block-refine.ts';
import type { Block } from '../../shared/records/records.ts';
import type { Database } from './database.ts';
import { useLive } from './live.ts';
import { asksAbout, isRefined, type ThreadEntry, threadOf } from './thread.ts';

/** How many of a document's last jobs are looked through for those that brought no result. */
const recentJobs = 100;

/** All that was asked about a block and what came of it, the oldest first. */
export const useThread = (block: Block): readonly ThreadEntry[] | undefined =>
  useLive(`thread ${block.id}`, async (database) => {
    const { records } = database;
    const revisions = (await records.revisions.where('blockId').equals(block.id).toArray()).filter(isRefined);
    const analyses = await records.analyses.where('blockId').equals(block.id).toArray();
    const results = revisions.flatMap(({ by }) => (by.type === 'job' ? [by.jobId] : []));
    const jobs = await jobsOf(database, block, [...results, ...analyses.map(({ jobId }) => jobId)]);
    return threadOf(block.id, { revisions, analyses, jobs, feedback: await feedbackOf(database, jobs) });
  });

/** The jobs of these results, those that are not ended, and the last that ended without one. */
async function jobsOf({ jobs }: Database, block: Block, results: readonly JobId[]): Promise<readonly Job[]> {
  const active = await jobs.where('active').equals(1).toArray();
  const recent = await jobs
    .where('[documentId+createdAt]')
    .between([block.documentId, Dexie.minKey], [block.documentId, Dexie.maxKey])
    .reverse()
    .limit(recentJobs)
    .toArray();
  const known = (await jobs.bulkGet([...results])).filter((stored) => stored !== undefined);
  const own = [...active, ...recent, ...known].filter(({ job }) => asksAbout(job, block.id));
  return [...new Map(own.map(({ job }) => [job.id, job])).values()];
}

/** What was said to those jobs whose brief is here. */
async function feedbackOf({ briefs }: Database, jobs: readonly Job[]): Promise<ReadonlyMap<JobId, string>> {
  const said = new Map<JobId, string>();
  for (const job of jobs.filter(({ kind, status }) => kind === blockRefine.kind && status !== 'completed')) {
    const brief = (await briefs.get(job.brief))?.brief;
    const input = brief === undefined ? null : blockRefine.parse(brief.input);
    if (input?.ok) said.set(job.id, input.value.feedback);
  }
  return said;
}
