import type { StepId } from '../kernel/brand.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Millis } from '../kernel/time.ts';
import { addUsage, tokensOf } from '../recipes/usage.ts';
import type { LeaveChoice } from '../records/records.ts';
import {
  freshStep,
  hasRunningStep,
  isEnded,
  type Job,
  type JobStatus,
  type PlannedStep,
  type Step,
  type StepState,
} from './job.ts';
import type { JobEvent } from './job-event.ts';
import { progressOf } from './progress.ts';
import { decideRetry, isPossiblyPaid } from './retry.ts';

/** Why an event did not change a job. Nothing was changed. */
export type Refusal =
  /** A cancel, pause or result came after the job had ended. */
  | { readonly type: 'too_late' }
  /** The event does not fit the job's present status. */
  | { readonly type: 'wrong_state' }
  /** A retry of a round that is over. */
  | { readonly type: 'stale_round' }
  /** A step event that names an attempt, or a step, that is not the present one. */
  | { readonly type: 'stale_attempt' };

/**
 * The only place where a job's status changes (J3). Pure. An event that asks for what is already so returns the same reference.
 * It does not know leases, accounts or the store: who may send an event is checked before.
 */
export function transition(job: Job, event: JobEvent): Result<Job, Refusal> {
  switch (event.type) {
    case 'cancel':
      if (job.status === 'cancelled') return ok(job);
      return isEnded(job) ? err({ type: 'too_late' }) : ok(toStatus(job, { status: 'cancelled', endedAt: event.at }));
    case 'pause':
      return pause(job, event.at);
    case 'resume':
      return resume(job);
    case 'retry':
      return retry(job, event.round);
    case 'prioritise':
      if (isEnded(job)) return err({ type: 'too_late' });
      return ok(job.priority === event.priority ? job : { ...job, priority: event.priority });
    case 'set-leave':
      return setLeave(job, event.whenILeave);
    case 'accepted':
      return accept(job, event);
    case 'refused':
      return isEnded(job)
        ? err({ type: 'too_late' })
        : ok(toStatus(job, { status: 'failed', endedAt: event.at, failure: event.failure }));
    case 'step-started':
      return startStep(job, event);
    case 'step-held':
      return holdStep(job, event);
    case 'step-done':
      return finishStep(job, event);
    case 'step-failed':
      return failStep(job, event);
    case 'finished':
      return finish(job, event);
  }
}

type Of<T extends JobEvent['type']> = Extract<JobEvent, { type: T }>;

function pause(job: Job, at: Millis): Result<Job, Refusal> {
  switch (job.status) {
    case 'paused':
      return ok(job);
    case 'running':
      if (job.pausing) return ok(job);
      return ok(toStatus(job, hasRunningStep(job) ? { status: 'running', pausing: true } : { status: 'paused', pausedAt: at }));
    case 'queued':
    case 'waiting':
      return ok(toStatus(job, { status: 'paused', pausedAt: at }));
    case 'completed':
    case 'failed':
    case 'cancelled':
      return err({ type: 'too_late' });
  }
}

function resume(job: Job): Result<Job, Refusal> {
  switch (job.status) {
    case 'paused':
      return ok(toStatus(job, restingStatus(job.steps) ?? { status: 'queued' }));
    case 'running':
      return ok(job.pausing ? toStatus(job, { status: 'running', pausing: false }) : job);
    case 'queued':
    case 'waiting':
      return ok(job);
    case 'completed':
    case 'failed':
    case 'cancelled':
      return err({ type: 'too_late' });
  }
}

/** Failed steps become pending under their next attempt; done steps stay (J3, J5). */
function retry(job: Job, round: number): Result<Job, Refusal> {
  const asks = job.status === 'waiting' && job.for === 'person';
  if (job.status !== 'failed' && !asks) return err({ type: 'wrong_state' });
  if (round !== job.round) return err({ type: 'stale_round' });
  const steps = job.steps.map((step): Step => {
    const isStopped = step.status === 'failed' || (step.status === 'waiting' && step.for === 'person');
    if (!isStopped) return step;
    const attempt = step.status === 'failed' ? step.attempt + 1 : step.attempt;
    return withState({ ...step, spent: asks ? step.spent : 0, refusedSince: null }, { status: 'pending', attempt });
  });
  const next = { ...job, steps, round: job.round + 1 };
  // A job that was refused while a call was open finds that call still running.
  return ok(toStatus(next, hasRunningStep(next) ? { status: 'running', pausing: false } : { status: 'queued' }));
}

function setLeave(job: Job, whenILeave: LeaveChoice): Result<Job, Refusal> {
  if (isEnded(job)) return err({ type: 'too_late' });
  if (whenILeave === 'wait' && job.createdBy === null) return err({ type: 'wrong_state' });
  return ok(job.whenILeave === whenILeave ? job : { ...job, whenILeave });
}

function accept(job: Job, event: Of<'accepted'>): Result<Job, Refusal> {
  if (job.acceptedAt !== null) return ok(job);
  if (isEnded(job)) return err({ type: 'too_late' });
  const { model, maxOutputTokens, plan, at } = event;
  return ok({ ...job, model, maxOutputTokens, steps: plan.map(freshStep), acceptedAt: at });
}

function startStep(job: Job, event: Of<'step-started'>): Result<Job, Refusal> {
  if (isEnded(job)) return err({ type: 'too_late' });
  const step = currentStep(job, event);
  if (step === null) return err({ type: 'stale_attempt' });
  if (step.status === 'running') return ok(job);
  if (job.status === 'paused' || (job.status === 'running' && job.pausing) || job.acceptedAt === null || !isReady(job, step))
    return err({ type: 'wrong_state' });
  if (step.status !== 'pending' && !(step.status === 'waiting' && step.for !== 'person')) return err({ type: 'wrong_state' });
  const paid = { ...step, paidTwice: step.paidTwice + step.atRisk, atRisk: 0 };
  const started = withState(paid, { status: 'running', attempt: event.attempt, startedAt: event.at });
  const next = { ...replaceStep(job, started), startedAt: job.startedAt ?? event.at };
  return ok(toStatus(next, { status: 'running', pausing: false }));
}

function holdStep(job: Job, event: Of<'step-held'>): Result<Job, Refusal> {
  if (isEnded(job)) return err({ type: 'too_late' });
  const step = currentStep(job, event);
  if (step === null) return err({ type: 'stale_attempt' });
  if (job.status === 'paused' || (step.status !== 'pending' && step.status !== 'waiting')) return err({ type: 'wrong_state' });
  if (step.status === 'waiting' && step.for === event.for && step.until === event.until) return ok(job);
  const failure = step.status === 'waiting' ? step.failure : null;
  const held = withState(step, { status: 'waiting', attempt: step.attempt, for: event.for, until: event.until, failure });
  return ok(settleStatus(replaceStep(job, held), event.at));
}

function finishStep(job: Job, event: Of<'step-done'>): Result<Job, Refusal> {
  const step = currentStep(job, event);
  if (step === null) return err({ type: 'stale_attempt' });
  if (step.status === 'done') return ok(job);
  if (isEnded(job)) return err({ type: 'too_late' });
  if (step.status !== 'running') return err({ type: 'wrong_state' });
  const { attempt, words, cutOff, usage, at } = event;
  const counted = { ...step, usage: addUsage(step.usage, usage), refusedSince: null };
  const done = withState(counted, { status: 'done', attempt, words, cutOff, doneAt: at });
  const next = replaceStep(job, done);
  const steps = withPlan(next.steps, event.plan);
  return ok(settleStatus({ ...next, steps, progress: Math.max(job.progress, progressOf(steps)) }, at));
}

function failStep(job: Job, event: Of<'step-failed'>): Result<Job, Refusal> {
  if (isEnded(job)) return err({ type: 'too_late' });
  const step = currentStep(job, event);
  if (step === null) return err({ type: 'stale_attempt' });
  if (step.status !== 'running') return err({ type: 'wrong_state' });
  const { failure, usage, at } = event;
  const isPaid = isPossiblyPaid(failure);
  const decision = decideRetry(event.policy, step, failure, at, event.jitter);
  const counted: Step = {
    ...step,
    usage: addUsage(step.usage, usage),
    spent: decision.spent,
    refusedSince: decision.type === 'again' ? decision.refusedSince : null,
    atRisk: step.atRisk + (isPaid ? tokensOf(usage) : 0),
    possiblyPaid: step.possiblyPaid + (isPaid ? 1 : 0),
  };
  const next = { attempt: step.attempt + 1, failure };
  const state: StepState =
    decision.type === 'give-up'
      ? { status: 'failed', attempt: step.attempt, failedAt: at, failure }
      : decision.type === 'ask'
        ? { status: 'waiting', for: 'person', until: null, ...next }
        : { status: 'waiting', for: decision.for, until: decision.at, ...next };
  return ok(settleStatus(replaceStep(job, withState(counted, state)), at));
}

function finish(job: Job, event: Of<'finished'>): Result<Job, Refusal> {
  if (job.status === 'completed' || job.status === 'failed') return ok(job);
  if (job.status === 'cancelled') return err({ type: 'too_late' });
  if (job.acceptedAt === null || !isExhausted(job)) return err({ type: 'wrong_state' });
  const failed = job.steps.find((step) => step.status === 'failed');
  if (failed !== undefined) return ok(toStatus(job, { status: 'failed', endedAt: event.at, failure: failed.failure }));
  return ok({ ...toStatus(job, { status: 'completed', endedAt: event.at, result: event.result }), progress: 1 });
}

/** True if every step that it needs is done. */
export const isReady = (job: Job, step: Step): boolean =>
  step.needs.every((id) => job.steps.some((other) => other.id === id && other.status === 'done'));

/** True if no step runs, waits or can still start: only the end is left. */
export function isExhausted(job: Job): boolean {
  return job.steps.every(
    (step) => step.status === 'done' || step.status === 'failed' || (step.status === 'pending' && isBlocked(job, step)),
  );
}

/** True if a step that it needs, at any distance, has failed. */
function isBlocked(job: Job, step: Step): boolean {
  return step.needs.some((id) => {
    const needed = job.steps.find((other) => other.id === id);
    return needed !== undefined && (needed.status === 'failed' || (needed.status === 'pending' && isBlocked(job, needed)));
  });
}

const currentStep = (job: Job, event: { readonly step: StepId; readonly attempt: number }): Step | null =>
  job.steps.find((step) => step.id === event.step && step.attempt === event.attempt) ?? null;

/** After a step event: what the job as a whole now does. */
function settleStatus(job: Job, at: Millis): Job {
  if (hasRunningStep(job)) return job;
  if (job.status === 'running' && job.pausing && !isExhausted(job)) return toStatus(job, { status: 'paused', pausedAt: at });
  const canGoOn = isExhausted(job) || job.steps.some((step) => step.status === 'pending' && isReady(job, step));
  if (canGoOn) return job.status === 'waiting' ? toStatus(job, { status: 'running', pausing: false }) : job;
  return toStatus(job, restingStatus(job.steps) ?? { status: 'queued' });
}

/** The status of a job of which nothing runs, from its waiting steps; null if none waits for more than its turn. */
function restingStatus(steps: readonly Step[]): Extract<JobStatus, { status: 'waiting' }> | null {
  const waits = steps.flatMap((step) =>
    step.status === 'waiting' && step.for !== 'turn' ? [{ for: step.for, until: step.until }] : [],
  );
  const first = waits.toSorted((a, b) => (a.until ?? Number.MAX_SAFE_INTEGER) - (b.until ?? Number.MAX_SAFE_INTEGER))[0];
  return first === undefined ? null : { status: 'waiting', for: first.for, until: first.until };
}

/** Adds steps that are new; a step that is there stays as it is (J5). */
function withPlan(steps: readonly Step[], plan: readonly PlannedStep[]): readonly Step[] {
  const known = new Set(steps.map((step) => step.id));
  return [...steps, ...plan.filter((planned) => !known.has(planned.id)).map(freshStep)];
}

const replaceStep = (job: Job, step: Step): Job => ({ ...job, steps: job.steps.map((old) => (old.id === step.id ? step : old)) });

/** Drops the fields of the old state, keeps the step's own. */
function withState(step: Step, state: StepState): Step {
  const { id, title, weight, needs, target, spent, refusedSince, usage, atRisk, paidTwice, possiblyPaid } = step;
  return { id, title, weight, needs, target, spent, refusedSince, usage, atRisk, paidTwice, possiblyPaid, ...state };
}

/** Drops the fields of the old status, keeps the job's own. */
function toStatus(job: Job, status: JobStatus): Job {
  const base = {
    id: job.id,
    kind: job.kind,
    recipe: job.recipe,
    brief: job.brief,
    title: job.title,
    documentId: job.documentId,
    targets: job.targets,
    ...(job.about !== undefined && { about: job.about }),
    leftOut: job.leftOut,
    model: job.model,
    maxOutputTokens: job.maxOutputTokens,
    priority: job.priority,
    whenILeave: job.whenILeave,
    round: job.round,
    steps: job.steps,
    progress: job.progress,
    createdBy: job.createdBy,
    createdAt: job.createdAt,
    acceptedAt: job.acceptedAt,
    startedAt: job.startedAt,
    ...(job.estimate !== undefined && { estimate: job.estimate }),
    lease: job.lease,
    epoch: job.epoch,
  };
  return { ...base, ...status };
}
