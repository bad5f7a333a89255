import { asShown, isEnded, type Job } from '../../shared/engine/job.ts';
import { percentOf } from '../../shared/engine/progress.ts';
import type { AccountId, JobId } from '../../shared/kernel/brand.ts';
import type { CallRow, StoreTx } from '../store/store.ts';
import type { EventCursor } from './event-cursor.ts';
import { errorView, waitView } from './job-view.ts';

/** One event of a job's stream; `cursor` is what its reader has had once it has this. */
export type JobEventOut = {
  readonly name: 'status' | 'progress' | 'text' | 'end';
  readonly data: object;
  readonly cursor: EventCursor;
};

export type JobNews = { readonly events: readonly JobEventOut[]; readonly cursor: EventCursor; readonly isEnd: boolean };

/**
 * What a reader has not had yet, from one snapshot of the store: so nothing is left out or told twice, however late, slow or often it
 * asks. Null if there is no such job. The end comes when the job has ended and the text of all its calls is whole.
 */
export async function newsOf(
  tx: StoreTx,
  account: AccountId,
  id: JobId,
  from: EventCursor,
  providerName: () => string,
): Promise<JobNews | null> {
  const row = await tx.of(account).getJob(id);
  if (row === null) return null;
  const job = asShown(row);
  const calls = await tx.calls.ofJob(account, id);
  const isEnd = isEnded(job) && calls.every((call) => call.end !== null);
  const events: JobEventOut[] = [];
  let cursor = from;
  const tell = (name: JobEventOut['name'], data: object, next: Partial<EventCursor>): void => {
    cursor = { ...cursor, ...next };
    events.push({ name, data, cursor });
  };
  const tellStatus = (): void => {
    const status = statusKey(job);
    if (status !== cursor.status) tell('status', { status: job.status, waiting: waitView(job) }, { status });
  };

  // An end is told after the text that came before it.
  if (!isEnded(job)) tellStatus();
  for (const unread of unreadCalls(job, calls, from)) {
    const { step, call, offset } = unread;
    const text = await tx.calls.text(call.id, offset);
    const reads = new Map(cursor.reads).set(step, { attempt: call.attempt, offset: offset + text.length });
    tell('text', { stepId: call.step, attempt: call.attempt, offset, text }, { reads });
  }
  const progress = percentOf(job);
  if (progress !== cursor.progress) tell('progress', { progress }, { progress });
  if (isEnd) {
    tellStatus();
    tell('end', { status: job.status, error: errorView(job, providerName()) }, {});
  }
  return { events, cursor, isEnd };
}

const statusKey = (job: Job): string => (job.status === 'waiting' ? `waiting.${job.for}` : job.status);

type Unread = { readonly step: number; readonly call: CallRow; readonly offset: number };

/**
 * The calls with text that a reader has not had. Whoever reads a step for the first time gets its last attempt alone, because a new
 * attempt replaces the text before; whoever was there reads each attempt to its end.
 */
function unreadCalls(job: Job, calls: readonly CallRow[], { reads }: EventCursor): readonly Unread[] {
  return job.steps.flatMap(({ id }, step) => {
    const own = calls.filter((call) => call.step === id);
    const last = own.at(-1)?.attempt ?? 0;
    const known = reads.get(step);
    const read = known === undefined || known.attempt > last ? { attempt: last, offset: 0 } : known;
    return own
      .filter((call) => call.attempt >= read.attempt)
      .map((call) => ({ step, call, offset: call.attempt === read.attempt ? read.offset : 0 }))
      .filter(({ call, offset }) => call.chars > offset);
  });
}
