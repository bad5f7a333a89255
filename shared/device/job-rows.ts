import { isEnded, type Job } from '../engine/job.ts';
import { createBell } from '../kernel/bell.ts';
import { type JobId, jobId, type Seq, seq } from '../kernel/brand.ts';
import type { JobRow } from '../protocol/drive.ts';
import type { FeedRow } from '../protocol/feed.ts';

export type JobRows = ReturnType<typeof createJobRows>;

type ChangedJob = { readonly id: string; readonly row: Job | null; readonly seq: Seq };

/** So many jobs that have ended are kept, for runners that are just finding out. */
const endedKept = 100;

/** The jobs that this driver has seen alive, as the server has them. Those that had ended before it never enter. */
export function createJobRows() {
  const rows = new Map<JobId, JobRow>();
  const ended: JobId[] = [];
  const any = createBell();
  const turn = createBell();
  const each = new Map<JobId, ReturnType<typeof createBell>>();
  const bellOf = (job: JobId) => {
    const bell = each.get(job) ?? createBell();
    each.set(job, bell);
    return bell;
  };
  /** A job that was retried meanwhile is alive again. */
  const forget = (id: JobId) => {
    const row = rows.get(id);
    if (row === undefined || !isEnded(row.job)) return;
    rows.delete(id);
    each.delete(id);
  };
  const take = (changed: readonly ChangedJob[]) => {
    for (const { id, row, seq: at } of changed) {
      takeRow(rows, jobId(id), row, at);
      each.get(jobId(id))?.ring();
      if (row !== null && isEnded(row) && rows.has(jobId(id))) ended.push(jobId(id));
    }
    for (const id of ended.splice(0, Math.max(0, ended.length - endedKept))) forget(id);
    if (changed.length > 0) any.ring();
  };
  return {
    /** Jobs as they stood at a place in the server's order; those that are known from there or later stay as they are. */
    load: (jobs: readonly Job[], at: Seq = seq(0)) => {
      const isNews = ({ id }: Job) => (rows.get(id)?.seq ?? -1) < at;
      take(jobs.filter(isNews).map((job) => ({ id: job.id, row: job, seq: at })));
    },
    take: (news: readonly FeedRow[]) => take(news.flatMap((row) => (row.table === 'jobs' ? [row] : []))),
    ringTurn: turn.ring,
    active: (): readonly Job[] => [...rows.values()].map(({ job }) => job).filter((job) => !isEnded(job)),
    newest: (job: JobId): JobRow | null => rows.get(job) ?? null,
    changed: (job: JobId, signal: AbortSignal) => bellOf(job).heard(signal),
    anyChanged: (signal: AbortSignal) => any.heard(signal),
    turnFree: (signal: AbortSignal) => turn.heard(signal),
  };
}

function takeRow(rows: Map<JobId, JobRow>, id: JobId, job: Job | null, at: Seq): void {
  if (job === null) rows.delete(id);
  else if (rows.has(id) || !isEnded(job)) rows.set(id, { seq: at, job });
}
