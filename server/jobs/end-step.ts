import type { Job, Step } from '../../shared/engine/job.ts';
import { type AccountId, callId } from '../../shared/kernel/brand.ts';
import type { Failure } from '../../shared/protocol/failure.ts';
import type { Work } from '../../shared/recipes/catalog.ts';
import { isFree } from '../../shared/recipes/prices.ts';
import { neededSteps } from '../../shared/recipes/request-hash.ts';
import { tokensOf, type Usage } from '../../shared/recipes/usage.ts';
import { countWords } from '../../shared/recipes/words.ts';
import { defaultSettings } from '../../shared/records/settings.ts';
import { applyResult } from '../../shared/sync/apply-result.ts';
import { failureOf, spentOn } from '../ledger/spent.ts';
import type { CallResult, StoreTx } from '../store/store.ts';
import { applied, type JobsDeps, refuse } from './job-change.ts';
import { readOutputs, readWork } from './work.ts';

/**
 * What follows from the end of a running step's call: its result in the documents and the next plan, or the next attempt. All of it in
 * the given transaction. Null while the call is open.
 */
export async function endStep(deps: JobsDeps, tx: StoreTx, account: AccountId, job: Job, step: Step): Promise<Job | null> {
  const call = await tx.calls.get(callId(job.id, step.id, step.attempt));
  if (call === null) throw new Error(`A running step of job ${job.id} has no call.`);
  if (call.end === null) return null;
  if (call.end.type !== 'done') {
    const failure = failureOf(call.end);
    return failStep(deps, tx, account, job, step, failure, await spentOn(tx.calls, call, failure));
  }
  const work = await readWork(deps.catalog, tx.of(account), job);
  if (!work.ok) return refuse(job, { type: 'refused', failure: work.error, at: deps.clock.now() });
  return keepAnswer(deps, tx, account, job, step, work.value, call.end);
}

/** What follows is the person's to say where a call may have been paid for nothing (L7). */
async function failStep(
  deps: JobsDeps,
  tx: StoreTx,
  account: AccountId,
  job: Job,
  step: Step,
  failure: Failure,
  usage: Usage,
): Promise<Job> {
  const { id, attempt } = step;
  const own = await tx.of(account).get('settings', defaultSettings.id);
  const policy = { ...deps.retryPolicy, lostCall: own?.lostCall ?? deps.retryPolicy.lostCall };
  const [jitter, at] = [deps.random(), deps.clock.now()];
  return applied(job, { type: 'step-failed', step: id, attempt, failure, usage, jitter, policy, at });
}

async function keepAnswer(
  deps: JobsDeps,
  tx: StoreTx,
  account: AccountId,
  job: Job,
  step: Step,
  work: Work,
  end: Extract<CallResult, { type: 'done' }>,
): Promise<Job> {
  const { id, attempt, target } = step;
  const text = await tx.calls.text(callId(job.id, id, attempt), 0);
  const [cutOff, at, usage] = [end.stop === 'length', deps.clock.now(), end.usage];
  const checked = work.check(id, text);
  if (!checked.ok) return failStep(deps, tx, account, job, step, checked.error, usage);
  const own = await readOutputs(tx.calls, job, neededSteps(job, id));
  const changes = work.apply({ step: id, text, cutOff }, new Map([...own, [id, text]]));
  await applyResult(tx.of(account), job, changes, at);
  const all = await readOutputs(
    tx.calls,
    job,
    job.steps.map((other) => other.id),
  );
  const plan = work.plan(new Map([...all, [id, text]]));
  const words = target === null ? 0 : countWords(text);
  if (!isFree(job.model)) await tx.of(account).addToTotals({ kept: tokensOf(usage) });
  const next = applied(job, { type: 'step-done', step: id, attempt, words, cutOff, usage, plan, at });
  return { ...next, targets: targetsOf(next) };
}

/** A plan that grew writes to blocks of its own making: they are held like the others (J10). */
const targetsOf = (job: Job): Job['targets'] => [
  ...new Set([...job.targets, ...job.steps.flatMap((step) => (step.target === null ? [] : [step.target]))]),
];
