import { isEnded, type Job } from '../../shared/engine/job.ts';
import type { JobEvent } from '../../shared/engine/job-event.ts';
import type { RetryPolicy } from '../../shared/engine/retry.ts';
import { type Refusal, transition } from '../../shared/engine/transition.ts';
import type { AccountId, JobId } from '../../shared/kernel/brand.ts';
import type { Random } from '../../shared/kernel/random.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { Clock } from '../../shared/kernel/time.ts';
import type { DriveRefusal, JobRow } from '../../shared/protocol/drive.ts';
import type { PermanentFailure } from '../../shared/protocol/failure.ts';
import type { Catalog } from '../../shared/recipes/catalog.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Log } from '../log.ts';
import type { Store, StoreTx } from '../store/store.ts';
import { remember } from './history.ts';

export type JobsDeps = {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly catalog: Catalog;
  /** The model's id for a person's choice; asked once, at acceptance (J2). */
  readonly resolveModel: (choice: string) => Result<string, PermanentFailure>;
  readonly maxOutputTokens: number;
  readonly leaseMs: number;
  readonly retryPolicy: RetryPolicy;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** A lease was taken on a job that had been driven before. Must not throw. */
  readonly tookOver: (by: 'device' | 'server') => void;
};

/** What is decided about a job inside its transaction. `next` is the same reference when nothing is to be written. */
export type Decision<Answer> = {
  readonly next: Job;
  readonly answer: Answer;
  /** Done at once when the decision is durable, and only then. */
  readonly afterCommit?: () => void;
};

/**
 * One transaction over one job: reads it, decides, writes it, and logs its change of state after the commit. Answers with the row as
 * it then is; null if there is no such job.
 */
export async function changeJob<Answer>(
  { store, log }: Pick<JobsDeps, 'store' | 'log'>,
  account: AccountId,
  id: JobId,
  decide: (tx: StoreTx, job: Job) => Promise<Decision<Answer>>,
): Promise<{ readonly row: JobRow; readonly answer: Answer } | null> {
  const changed = await store.transaction(async (tx) => {
    const rows = tx.of(account);
    const before = await rows.getJob(id);
    if (before === null) return null;
    const decision = await decide(tx, before);
    if (decision.next === before) return { before, ...decision };
    const next = await remember(tx, account, before, decision.next);
    await rows.putJob(next);
    return { before, ...decision, next };
  });
  if (changed === null) return null;
  changed.afterCommit?.();
  logTransition(log, changed.before, changed.next);
  // The row's place in the order exists only after the commit.
  const row = await store.transaction((tx) => tx.of(account).jobRow(id));
  return row === null ? null : { row, answer: changed.answer };
}

/** Every change of a job's status, once. */
export function logTransition(log: Log, before: Job | null, next: Job): void {
  const [from, to] = [before === null ? 'new' : statusInWords(before), statusInWords(next)];
  if (from !== to) log.info({ job: next.id, from, to }, 'job');
}

function statusInWords(job: Job): string {
  if (job.status === 'waiting') return `waiting(${job.for})`;
  if (job.status === 'failed') return `failed(${job.failure.reason})`;
  return job.status === 'running' && job.pausing ? 'pausing' : job.status;
}

/** Applies an event that fits by construction; one that does not is a bug. */
export function applied(job: Job, event: JobEvent): Job {
  const next = transition(job, event);
  if (!next.ok) throw new Error(`A job that is ${job.status} refused ${event.type}: ${next.error.type}`);
  return next.value;
}

/** The work on a job cannot go on at all: it fails at once, unless it has ended already. */
export const refuse = (job: Job, event: Extract<JobEvent, { type: 'refused' }>): Job =>
  isEnded(job) ? job : applied(job, event);

export const driveRefusal = (refusal: Refusal): DriveRefusal =>
  refusal.type === 'stale_attempt' ? 'stale_attempt' : 'wrong_state';
