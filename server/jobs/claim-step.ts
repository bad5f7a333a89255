import type { Job } from '../../shared/engine/job.ts';
import { isEnded, stepOf } from '../../shared/engine/job.ts';
import { holds } from '../../shared/engine/lease.ts';
import { transition } from '../../shared/engine/transition.ts';
import { type AccountId, callId } from '../../shared/kernel/brand.ts';
import type { Claim, ClaimAnswer, DriveRefusal, JobRow } from '../../shared/protocol/drive.ts';
import { isFree } from '../../shared/recipes/prices.ts';
import { neededSteps } from '../../shared/recipes/request-hash.ts';
import type { Claimed } from '../ledger/claim.ts';
import type { StoreTx } from '../store/store.ts';
import { changeJob, type Decision, driveRefusal, type JobsDeps, refuse } from './job-change.ts';
import { readOutputs, readWork } from './work.ts';

type Outcome = Claimed | { readonly type: 'refused'; readonly reason: DriveRefusal } | { readonly type: 'not_yet' };

/**
 * A driver wants a step's call. One transaction checks its lease, marks the step as started and claims the call; the call is sent
 * after the commit (J4, L1). A call of that name that is there already is attached to, whatever has become of it (L2).
 */
export async function claimStep(deps: JobsDeps, account: AccountId, claim: Claim): Promise<ClaimAnswer> {
  let drop = (): void => undefined;
  try {
    const changed = await changeJob(deps, account, claim.job, async (tx, job) => {
      const decision = await decide(deps, tx, account, claim, job);
      if (decision.answer.type !== 'open') return decision;
      drop = decision.answer.drop;
      return { ...decision, afterCommit: decision.answer.send };
    });
    return changed === null ? { type: 'refused', reason: 'gone', row: null } : answerOf(claim, changed.row, changed.answer);
  } catch (error) {
    drop();
    throw error;
  }
}

function answerOf(claim: Claim, row: JobRow, outcome: Outcome): ClaimAnswer {
  switch (outcome.type) {
    case 'open':
      return { type: 'open', call: callId(claim.job, claim.step, claim.attempt), row };
    case 'ended':
      return { type: 'ended', row };
    case 'not_yet':
      return { type: 'not_yet', row };
    case 'refused':
      return { type: 'refused', reason: outcome.reason, row };
  }
}

const refused = (job: Job, reason: DriveRefusal): Decision<Outcome> => ({ next: job, answer: { type: 'refused', reason } });

async function decide(deps: JobsDeps, tx: StoreTx, account: AccountId, claim: Claim, job: Job): Promise<Decision<Outcome>> {
  if (!holds(job, claim)) return refused(job, 'stale_epoch');
  if (isEnded(job)) return refused(job, 'wrong_state');
  const attached = await deps.ledger.attach(tx, account, callId(claim.job, claim.step, claim.attempt));
  if (attached?.type === 'not_yours') return refused(job, 'gone');
  if (attached !== null) return { next: job, answer: attached };
  const started = transition(job, { type: 'step-started', step: claim.step, attempt: claim.attempt, at: deps.clock.now() });
  if (!started.ok) return refused(job, driveRefusal(started.error));
  const held = await waitOf(deps, tx, account, claim, job);
  return held ?? create(deps, tx, account, claim, job, started.value);
}

/** Why the step may not be claimed yet; null if it may. */
async function waitOf(
  deps: JobsDeps,
  tx: StoreTx,
  account: AccountId,
  claim: Claim,
  job: Job,
): Promise<Decision<Outcome> | null> {
  const at = deps.clock.now();
  const step = stepOf(job, claim.step);
  const waitsFor = step?.status === 'waiting' && step.until !== null && step.until > at ? step.for : null;
  // A clock that is ahead must not shorten a backoff or the provider's pause (J9).
  if (waitsFor !== null && waitsFor !== 'turn') return { next: job, answer: { type: 'not_yet' } };
  const turn = await deps.ledger.turn(tx, { account, job: job.id, step: claim.step, model: job.model, priority: job.priority });
  if (turn.type === 'go') return null;
  // Who asks again at a bell and is not served waits on as before: nothing is new for anybody.
  if (waitsFor === turn.for) return { next: job, answer: { type: 'not_yet' } };
  const { for: reason, until } = turn;
  const held = transition(job, { type: 'step-held', step: claim.step, attempt: claim.attempt, for: reason, until, at });
  return held.ok ? { next: held.value, answer: { type: 'not_yet' } } : refused(job, driveRefusal(held.error));
}

/** Builds the step's request by the same function as the driver did, and claims its call. */
async function create(
  deps: JobsDeps,
  tx: StoreTx,
  account: AccountId,
  claim: Claim,
  job: Job,
  started: Job,
): Promise<Decision<Outcome>> {
  const at = deps.clock.now();
  const work = await readWork(deps.catalog, tx.of(account), job);
  if (!work.ok) return { ...refused(job, 'wrong_state'), next: refuse(job, { type: 'refused', failure: work.error, at }) };
  const outputs = await readOutputs(tx.calls, job, neededSteps(job, claim.step));
  const { model, maxOutputTokens } = job;
  const request = work.value.request(claim.step, outputs, { model, maxOutputTokens });
  const { driver, requestHash, step, attempt } = claim;
  const wanted = { account, job: job.id, step, attempt, driver, requestHash, request, sources: work.value.sources };
  const answer = await deps.ledger.claim(tx, wanted);
  switch (answer.type) {
    case 'open':
    case 'ended':
      if (!isFree(job.model)) await tx.of(account).addToTotals({ paidTwice: paidTwice(started) - paidTwice(job) });
      return { next: started, answer };
    case 'refused':
      return { next: job, answer };
  }
}

const paidTwice = (job: Job): number => job.steps.reduce((sum, step) => sum + step.paidTwice, 0);
