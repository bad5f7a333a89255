import type { Job } from '../../shared/engine/job.ts';
import { isEnded, stepOf } from '../../shared/engine/job.ts';
import { holds, type Lease } from '../../shared/engine/lease.ts';
import { transition } from '../../shared/engine/transition.ts';
import type { AccountId, LeaseEpoch } from '../../shared/kernel/brand.ts';
import { millis } from '../../shared/kernel/time.ts';
import type { DriveRefusal, Report, ReportAnswer } from '../../shared/protocol/drive.ts';
import type { StoreTx } from '../store/store.ts';
import { endStep } from './end-step.ts';
import { changeJob, type Decision, driveRefusal, type JobsDeps, refuse } from './job-change.ts';
import { readOutputs, readWork } from './work.ts';

type Noted = DriveRefusal | 'noted';

/**
 * A driver says that a step's call, or the whole job, has ended. It says no more than that: what follows is decided here, from the
 * ledger, in one transaction with what it writes into the documents (J3). Said again, it is noted again and changes nothing.
 */
export async function report(deps: JobsDeps, account: AccountId, said: Report): Promise<ReportAnswer> {
  const changed = await changeJob(deps, account, said.job, async (tx, job): Promise<Decision<Noted>> => {
    if (!holds(job, said) || job.lease === null) return { next: job, answer: 'stale_epoch' };
    const decision = await decide(deps, tx, account, said, job);
    // Reports of steps that run side by side overtake each other, so that a smaller number alone does not mean that it was heard.
    const isHeard = said.n <= job.lease.reported && decision.answer !== 'still_open';
    if (decision.answer !== 'noted') return isHeard ? { next: job, answer: 'noted' } : decision;
    if (decision.next === job && isHeard) return decision;
    return { ...decision, next: { ...decision.next, lease: heard(job.lease, said, deps) } };
  });
  if (changed === null) return { type: 'refused', reason: 'gone', row: null };
  const { row, answer } = changed;
  return answer === 'noted' ? { type: 'noted', row } : { type: 'refused', reason: answer, row };
}

/** A report is a sign of life too. */
const heard = (lease: Lease, said: { readonly n: number; readonly epoch: LeaseEpoch }, deps: JobsDeps): Lease => ({
  ...lease,
  reported: Math.max(lease.reported, said.n),
  expiresAt: millis(deps.clock.now() + deps.leaseMs),
});

function decide(deps: JobsDeps, tx: StoreTx, account: AccountId, said: Report, job: Job): Promise<Decision<Noted>> {
  switch (said.event.type) {
    case 'step-ended':
      return stepEnded(deps, tx, account, said.event, job);
    case 'finish':
      return finish(deps, tx, account, job);
  }
}

async function stepEnded(
  deps: JobsDeps,
  tx: StoreTx,
  account: AccountId,
  { step: id, attempt }: Extract<Report['event'], { type: 'step-ended' }>,
  job: Job,
): Promise<Decision<Noted>> {
  const step = stepOf(job, id);
  if (step === undefined || step.attempt < attempt) return { next: job, answer: 'stale_attempt' };
  const isSettled = step.attempt > attempt || step.status === 'done' || step.status === 'failed';
  if (isSettled) return { next: job, answer: 'noted' };
  if (isEnded(job) || step.status !== 'running') return { next: job, answer: 'wrong_state' };
  const next = await endStep(deps, tx, account, job, step);
  return next === null ? { next: job, answer: 'still_open' } : { next, answer: 'noted' };
}

/** Does what needs all steps, and sets the end: completed, or failed if any step failed for good. */
async function finish(deps: JobsDeps, tx: StoreTx, account: AccountId, job: Job): Promise<Decision<Noted>> {
  const at = deps.clock.now();
  const work = await readWork(deps.catalog, tx.of(account), job);
  if (!work.ok) return { next: refuse(job, { type: 'refused', failure: work.error, at }), answer: 'noted' };
  const steps = job.steps.map((step) => step.id);
  const { words } = work.value.finish(await readOutputs(tx.calls, job, steps));
  const truncated = job.steps.some((step) => step.status === 'done' && step.cutOff);
  const result = { truncated, words, leftOut: job.leftOut };
  const finished = transition(job, { type: 'finished', result, at });
  return finished.ok ? { next: finished.value, answer: 'noted' } : { next: job, answer: driveRefusal(finished.error) };
}
