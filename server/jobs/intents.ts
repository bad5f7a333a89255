import type { Job } from '../../shared/engine/job.ts';
import type { Intent } from '../../shared/engine/job-event.ts';
import { transition } from '../../shared/engine/transition.ts';
import type { AccountId, JobId } from '../../shared/kernel/brand.ts';
import { err, ok } from '../../shared/kernel/result.ts';
import { permanent } from '../../shared/protocol/failure.ts';
import type { AccountRows, StoreTx } from '../store/store.ts';
import type { JobChanged } from '../sync/job-changes.ts';
import { acceptJob, busyBlocks } from './accept.ts';
import { askingAgain } from './ask-again.ts';
import { remember } from './history.ts';
import { type JobsDeps, logTransition, refuse } from './job-change.ts';
import { withTodaysRecipe } from './todays-recipe.ts';
import { readWork } from './work.ts';

/**
 * Does what a person asks of a job, within the transaction that settles the asking. A cancel ends the provider's calls after the
 * commit (J6); one that comes too late is refused, as data.
 */
export async function intend(deps: JobsDeps, tx: StoreTx, account: AccountId, id: JobId, intent: Intent): Promise<JobChanged> {
  const rows = tx.of(account);
  const job = await rows.getJob(id);
  if (job === null) return err({ type: 'gone' });
  const changed = transition(job, { ...intent, at: deps.clock.now() });
  if (!changed.ok) return changed;
  if (changed.value === job) return ok({ afterCommit: null });
  const next = await remember(tx, account, job, await followed(deps, tx, rows, intent, changed.value));
  await rows.putJob(next);
  const afterCommit = (): void => {
    logTransition(deps.log, job, next);
    if (next.status === 'cancelled') deps.ledger.cancel(id);
    else if (intent.type === 'pause') deps.ledger.stopWaiting(id);
    else if (intent.type === 'prioritise') deps.ledger.prioritise(id, next.priority);
  };
  return ok({ afterCommit });
}

/** What else a job needs to go on as was asked. */
async function followed(deps: JobsDeps, tx: StoreTx, rows: AccountRows, intent: Intent, job: Job): Promise<Job> {
  if (intent.type !== 'retry' && intent.type !== 'resume') return job;
  const next = intent.type === 'retry' ? await takeUpAgain(deps, tx, rows, job) : job;
  // While it was paused, or had failed, the cap may have been raised: jobs that are not under way do not hear of that.
  return askingAgain(next, deps.clock.now());
}

/** A retried job gave its blocks up when it failed: it goes on only if nobody else writes to what it still has to write. */
async function takeUpAgain(deps: JobsDeps, tx: StoreTx, rows: AccountRows, retried: Job): Promise<Job> {
  const job = await withTodaysRecipe(deps, rows, tx.calls, retried);
  if (job.acceptedAt === null) return acceptJob(deps, rows, job);
  const at = deps.clock.now();
  const work = await readWork(deps.catalog, rows, job);
  if (!work.ok) return refuse(job, { type: 'refused', failure: work.error, at });
  const open = job.steps.flatMap((step) => (step.status === 'done' || step.target === null ? [] : [step.target]));
  const busy = await busyBlocks(rows, job, open);
  return busy.size === 0 ? job : refuse(job, { type: 'refused', failure: permanent('block_busy'), at });
}
