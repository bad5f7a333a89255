import type { Job } from '../../shared/engine/job.ts';
import type { BlockId, JobId } from '../../shared/kernel/brand.ts';
import { blockAnalyzeKind, blockRefineKind, feedbackInTitle } from '../../shared/recipes/kinds.ts';
import type { Analysis, Revision } from '../../shared/records/records.ts';

/** Something that was asked about a block's text, and what came of it. `job` is null once it is cleared away; the result stays. */
export type ThreadEntry = { readonly id: JobId; readonly askedAt: number; readonly job: Job | null } & (
  | {
      readonly type: 'refine';
      /** Whole once there is a result, and before that on the device that asked; elsewhere its first line. */
      readonly feedback: string;
      /** Null until it is written. */
      readonly revision: Revision | null;
    }
  /** The analysis is null until it is made. */
  | { readonly type: 'analysis'; readonly analysis: Analysis | null }
);

/** What is stored about a block, of which its thread is made. */
export type ThreadRows = {
  /** All of the block's. */
  readonly revisions: readonly Revision[];
  readonly analyses: readonly Analysis[];
  /** Jobs of the block, each once; others are passed over. */
  readonly jobs: readonly Job[];
  /** The feedback of jobs whose brief is on this device. */
  readonly feedback: ReadonlyMap<JobId, string>;
};

/** True for a job that asks something of this block's text. */
export const asksAbout = (job: Job, block: BlockId): boolean =>
  (job.kind === blockRefineKind.kind && job.targets.includes(block)) ||
  (job.kind === blockAnalyzeKind.kind && job.about === block);

/** The text that a refining job wrote. */
export const isRefined = ({ by }: Revision): boolean => by.type === 'job' && by.feedback !== undefined;

/** All that was asked about a block, the oldest first. */
export function threadOf(block: BlockId, { revisions, analyses, jobs, feedback }: ThreadRows): readonly ThreadEntry[] {
  const own = new Map(jobs.filter((job) => asksAbout(job, block)).map((job) => [job.id, job]));
  const entries = new Map<JobId, ThreadEntry>();
  for (const job of own.values()) {
    const base = { id: job.id, askedAt: job.createdAt, job };
    const said = feedback.get(job.id) ?? feedbackInTitle(job.title);
    const isRefining = job.kind === blockRefineKind.kind;
    entries.set(
      job.id,
      isRefining ? { ...base, type: 'refine', feedback: said, revision: null } : { ...base, type: 'analysis', analysis: null },
    );
  }
  for (const revision of revisions) {
    if (revision.by.type !== 'job' || revision.by.feedback === undefined) continue;
    const { jobId: id, feedback: said } = revision.by;
    entries.set(id, { ...askedBy(id, own, revision.createdAt), type: 'refine', feedback: said, revision });
  }
  for (const analysis of analyses) {
    const { jobId: id } = analysis;
    entries.set(id, { ...askedBy(id, own, analysis.createdAt), type: 'analysis', analysis });
  }
  return [...entries.values()].toSorted((a, b) => a.askedAt - b.askedAt || (a.id < b.id ? -1 : 1));
}

function askedBy(id: JobId, jobs: ReadonlyMap<JobId, Job>, doneAt: number): Pick<ThreadEntry, 'id' | 'askedAt' | 'job'> {
  const job = jobs.get(id) ?? null;
  return { id, job, askedAt: job?.createdAt ?? doneAt };
}
