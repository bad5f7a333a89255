import { assert } from '../kernel/assert.ts';
import { blockId, briefHash, deviceId, documentId, jobId, stepId } from '../kernel/brand.ts';
import { millis } from '../kernel/time.ts';
import { permanent, transient } from '../protocol/failure.ts';
import { noUsage } from '../recipes/usage.ts';
import { newJob } from '../sync/apply.ts';
import type { Job, PlannedStep, Status } from './job.ts';
import type { EventType, JobEvent } from './job-event.ts';
import { defaultRetryPolicy } from './retry.ts';
import { transition } from './transition.ts';

/** For tests: jobs and events to begin from. The time of all of them. */
export const sampleAt = millis(1_000_000);
export const only = stepId('write');

export const planned = (id: string, weight: number, needs: readonly string[] = []): PlannedStep => ({
  id: stepId(id),
  title: id,
  weight,
  needs: needs.map(stepId),
  target: blockId(`block-${id}`),
});

/** A job as its maker stores it: not accepted yet. */
export const freshJob = (): Job =>
  newJob({
    id: jobId('job'),
    kind: 'block.generate',
    recipe: 1,
    brief: briefHash('brief'),
    title: 'A text',
    documentId: documentId('document'),
    targets: [blockId('block')],
    model: 'default',
    priority: 'normal',
    createdBy: deviceId('laptop'),
    createdAt: sampleAt,
  });

/** An event that fits a job whose only step stands at `attempt`. */
export function sampleEvent(type: EventType, attempt = 1, round = 0): JobEvent {
  const at = sampleAt;
  const step = { step: only, attempt };
  switch (type) {
    case 'cancel':
    case 'pause':
    case 'resume':
      return { type, at };
    case 'retry':
      return { type, round, at };
    case 'prioritise':
      return { type, priority: 'high', at };
    case 'set-leave':
      return { type, whenILeave: 'wait', at };
    case 'accepted':
      return { type, model: 'demo', maxOutputTokens: 1_000, plan: [planned(only, 100)], at };
    case 'refused':
      return { type, failure: permanent('old_recipe'), at };
    case 'step-started':
      return { type, ...step, at };
    case 'step-held':
      return { type, ...step, for: 'turn', until: millis(at + 5_000), at };
    case 'step-done':
      return { type, ...step, words: 3, cutOff: false, usage: noUsage, plan: [planned(only, 100)], at };
    case 'step-failed':
      return { type, ...step, failure: transient('reset'), usage: noUsage, jitter: 0.5, policy: defaultRetryPolicy, at };
    case 'finished':
      return { type, result: { truncated: false, words: 3, leftOut: [] }, at };
  }
}

/** A job after these events; each must fit. */
export function jobAfter(...events: readonly (EventType | JobEvent)[]): Job {
  return events.reduce<Job>((job, event) => {
    const attempt = job.steps[0]?.attempt ?? 1;
    const next = transition(job, typeof event === 'string' ? sampleEvent(event, attempt, job.round) : event);
    assert(next.ok, `the event fits a job that is ${job.status}`);
    return next.value;
  }, freshJob());
}

const failedForGood: JobEvent = {
  type: 'step-failed',
  step: only,
  attempt: 1,
  failure: transient('reset'),
  usage: noUsage,
  jitter: 0.5,
  policy: { maxAttempts: 1, lostCall: 'retry' },
  at: sampleAt,
};

/** One accepted job of each status. */
export const sampleJobs: Record<Status, () => Job> = {
  queued: () => jobAfter('accepted'),
  running: () => jobAfter('accepted', 'step-started'),
  waiting: () => jobAfter('accepted', 'step-started', 'step-failed'),
  paused: () => jobAfter('accepted', 'pause'),
  completed: () => jobAfter('accepted', 'step-started', 'step-done', 'finished'),
  failed: () => jobAfter('accepted', 'step-started', failedForGood, 'finished'),
  cancelled: () => jobAfter('accepted', 'step-started', 'cancel'),
};
