import type { Job, Status } from '../../shared/engine/job.ts';
import type { Intent } from '../../shared/engine/job-event.ts';
import { assert } from '../../shared/kernel/assert.ts';
import type { AccountId, JobId } from '../../shared/kernel/brand.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { ChangeRefusal } from '../../shared/sync/change.ts';
import type { JobChanged } from '../sync/job-changes.ts';
import type { ApiDeps } from './api-deps.ts';
import { noSuchJob, type Problem, problem } from './problem.ts';

export type Verb = 'cancel' | 'pause' | 'resume' | 'retry';
export type Steered = { readonly id: JobId; readonly status: Status };

/** Does to a job what a program asks. Asking again for what is so already is answered alike. */
export async function steerJob(
  { store, jobs }: ApiDeps,
  account: AccountId,
  id: JobId,
  verb: Verb,
): Promise<Result<Steered, Problem>> {
  const steered = await store.transaction(async (tx) => {
    const before = await tx.of(account).getJob(id);
    if (before === null) return null;
    const changed = await jobs.intend(tx, account, id, intentOf(verb, before));
    const after = await tx.of(account).getJob(id);
    assert(after !== null, 'a job that was steered is there');
    return { changed, after };
  });
  if (steered === null) return noSuchJob;
  const { changed, after } = steered;
  if (changed.ok) changed.value.afterCommit?.();
  return answerOf(verb, changed, after);
}

/** A program retries what it sees now, so the round is the present one. */
const intentOf = (verb: Verb, { round }: Job): Intent => (verb === 'retry' ? { type: 'retry', round } : { type: verb });

function answerOf(verb: Verb, changed: JobChanged, job: Job): Result<Steered, Problem> {
  if (!changed.ok) return refusalOf(verb, changed.error, job);
  const isBusy = verb === 'retry' && job.status === 'failed' && job.failure.reason === 'block_busy';
  if (isBusy) return problem('block_busy', 'Another job is writing what this one has still to write. Retry when it has ended.');
  return ok({ id: job.id, status: job.status });
}

function refusalOf(verb: Verb, refusal: ChangeRefusal, { status }: Job): Result<never, Problem> {
  if (refusal.type === 'gone') return noSuchJob;
  if (verb === 'cancel') return problem('already_finished', `This job is ${status} already; there is nothing left to cancel.`);
  return problem('wrong_state', `A job that is ${status} takes no ${verb}.`);
}
