import { isEnded, type Job } from '../engine/job.ts';
import { createBell } from '../kernel/bell.ts';
import { type JobId, type Seq, seq } from '../kernel/brand.ts';
import type { JobRow } from '../protocol/drive.ts';
import type { FeedMessage } from '../protocol/feed.ts';

export type JobRows = ReturnType<typeof createJobRows>;

/** The jobs that this engine has seen alive, as the server has them. Those that had ended before it never enter. */
export function createJobRows() {
  const rows = new Map<JobId, JobRow>();
  const any = createBell();
  const turn = createBell();
  const each = new Map<JobId, ReturnType<typeof createBell>>();
  const bellOf = (job: JobId) => {
    const bell = each.get(job) ?? createBell();
    each.set(job, bell);
    return bell;
  };
  return {
    load: (jobs: readonly Job[]) => {
      for (const job of jobs) if (!rows.has(job.id)) rows.set(job.id, { seq: seq(0), job });
      any.ring();
    },
    take: (message: Extract<FeedMessage, { type: 'rows' }>) => {
      const changed = message.rows.flatMap((row) => (row.table === 'jobs' ? [row] : []));
      for (const { id, row, seq: at } of changed) takeRow(rows, id as JobId, row, at);
      for (const { id } of changed) each.get(id as JobId)?.ring();
      if (changed.length > 0) any.ring();
    },
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
