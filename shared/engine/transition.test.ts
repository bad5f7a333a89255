import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blockId, driverId, leaseEpoch, stepId } from '../kernel/brand.ts';
import { millis } from '../kernel/time.ts';
import { permanent, transient } from '../protocol/failure.ts';
import { noUsage } from '../recipes/usage.ts';
import { asShown, hasRunningStep, isEnded, type Job, type Status, statuses, stepOf } from './job.ts';
import { type EventType, eventTypes, type JobEvent } from './job-event.ts';
import { freshJob, jobAfter, planned, sampleAt, sampleEvent, sampleJobs } from './job-samples.ts';
import { nextAction } from './next-action.ts';
import { type Refusal, transition } from './transition.ts';

/** The status that an event leads to, `same` if it returns the very job, or why it is refused. */
type Expected = Status | 'same' | Refusal['type'];

/** Every status × every event, of a job with one step. No cell may be missing: the type demands them all. */
const table: Record<Status, Record<EventType, Expected>> = {
  queued: {
    cancel: 'cancelled',
    pause: 'paused',
    resume: 'same',
    retry: 'wrong_state',
    prioritise: 'queued',
    'set-leave': 'queued',
    accepted: 'same',
    refused: 'failed',
    'step-started': 'running',
    'step-held': 'queued',
    'step-done': 'wrong_state',
    'step-failed': 'wrong_state',
    finished: 'wrong_state',
  },
  running: {
    cancel: 'cancelled',
    pause: 'running',
    resume: 'same',
    retry: 'wrong_state',
    prioritise: 'running',
    'set-leave': 'running',
    accepted: 'same',
    refused: 'failed',
    'step-started': 'same',
    'step-held': 'wrong_state',
    'step-done': 'running',
    'step-failed': 'waiting',
    finished: 'wrong_state',
  },
  waiting: {
    cancel: 'cancelled',
    pause: 'paused',
    resume: 'same',
    retry: 'wrong_state',
    prioritise: 'waiting',
    'set-leave': 'waiting',
    accepted: 'same',
    refused: 'failed',
    'step-started': 'running',
    'step-held': 'queued',
    'step-done': 'wrong_state',
    'step-failed': 'wrong_state',
    finished: 'wrong_state',
  },
  paused: {
    cancel: 'cancelled',
    pause: 'same',
    resume: 'queued',
    retry: 'wrong_state',
    prioritise: 'paused',
    'set-leave': 'paused',
    accepted: 'same',
    refused: 'failed',
    'step-started': 'wrong_state',
    'step-held': 'wrong_state',
    'step-done': 'wrong_state',
    'step-failed': 'wrong_state',
    finished: 'wrong_state',
  },
  completed: {
    cancel: 'too_late',
    pause: 'too_late',
    resume: 'too_late',
    retry: 'wrong_state',
    prioritise: 'too_late',
    'set-leave': 'too_late',
    accepted: 'same',
    refused: 'too_late',
    'step-started': 'too_late',
    'step-held': 'too_late',
    'step-done': 'same',
    'step-failed': 'too_late',
    finished: 'same',
  },
  failed: {
    cancel: 'too_late',
    pause: 'too_late',
    resume: 'too_late',
    retry: 'queued',
    prioritise: 'too_late',
    'set-leave': 'too_late',
    accepted: 'same',
    refused: 'too_late',
    'step-started': 'too_late',
    'step-held': 'too_late',
    'step-done': 'too_late',
    'step-failed': 'too_late',
    finished: 'same',
  },
  cancelled: {
    cancel: 'same',
    pause: 'too_late',
    resume: 'too_late',
    retry: 'wrong_state',
    prioritise: 'too_late',
    'set-leave': 'too_late',
    accepted: 'same',
    refused: 'too_late',
    'step-started': 'too_late',
    'step-held': 'too_late',
    'step-done': 'too_late',
    'step-failed': 'too_late',
    finished: 'too_late',
  },
};

const cells = statuses.flatMap((status) => eventTypes.map((type) => ({ status, type, expected: table[status][type] })));

test.each(cells)('[J3] $status and $type: $expected', ({ status, type, expected }) => {
  const job = sampleJobs[status]();
  expect(job.status).toBe(status);
  const next = transition(job, sampleEvent(type, job.steps[0]?.attempt ?? 1, job.round));
  const seen = next.ok ? (next.value === job ? 'same' : next.value.status) : next.error.type;
  expect(seen).toBe(expected);
});

describe('before acceptance', () => {
  test('[J3] a job can be paused, cancelled and refused, and starts no step', () => {
    const job = freshJob();
    expect(transition(job, sampleEvent('pause'))).toMatchObject({ ok: true, value: { status: 'paused' } });
    expect(transition(job, sampleEvent('cancel'))).toMatchObject({ ok: true, value: { status: 'cancelled' } });
    expect(transition(job, sampleEvent('refused'))).toMatchObject({ ok: true, value: { status: 'failed' } });
    expect(transition(job, sampleEvent('step-started'))).toMatchObject({ ok: false });
    expect(transition(job, sampleEvent('finished'))).toMatchObject({ ok: false });
  });

  test('[J6] a job that was cancelled before it was accepted is not accepted any more', () => {
    expect(transition(jobAfter('cancel'), sampleEvent('accepted'))).toEqual({ ok: false, error: { type: 'too_late' } });
  });

  test('a paused job that is accepted stays paused', () => {
    expect(jobAfter('pause', 'accepted')).toMatchObject({ status: 'paused', acceptedAt: sampleAt });
  });
});

describe('retry', () => {
  test('[J3] names the round that it saw: a stale one is refused', () => {
    const failed = sampleJobs.failed();
    expect(transition(failed, { type: 'retry', round: 1, at: sampleAt })).toMatchObject({ error: { type: 'stale_round' } });
    expect(transition(failed, { type: 'retry', round: 0, at: sampleAt })).toMatchObject({ value: { round: 1 } });
  });

  test('[J9] attempts begin anew, attempt numbers go on', () => {
    const failed = sampleJobs.failed();
    expect(failed.steps[0]).toMatchObject({ status: 'failed', attempt: 1, spent: 1 });
    const again = transition(failed, { type: 'retry', round: 0, at: sampleAt });
    expect(again).toMatchObject({ value: { steps: [{ status: 'pending', attempt: 2, spent: 0 }] } });
  });
});

describe('pause', () => {
  test('[J7] a call that was sent ends first: done or failed, then the job is paused', () => {
    expect(jobAfter('accepted', 'step-started', 'pause')).toMatchObject({ status: 'running', pausing: true });
    const failed = jobAfter('accepted', 'step-started', 'pause', 'step-failed');
    expect(failed).toMatchObject({ status: 'paused', steps: [{ status: 'waiting', for: 'retry' }] });
    expect(transition(failed, sampleEvent('resume'))).toMatchObject({ value: { status: 'waiting', for: 'retry' } });
    const done = jobAfter('accepted', 'step-started', 'pause', 'step-done');
    expect(nextAction(done, sampleAt)).toEqual({ type: 'finish' });
  });
});

/** An outline and the two sections that it decides, one needing the other. */
const outline = planned('outline', 5);
const wholePlan = [outline, planned('first', 45, ['outline']), planned('second', 50, ['outline', 'first'])];

const steps = fc.constantFrom('outline', 'first', 'second').map(stepId);
const attempts = fc.integer({ min: 1, max: 4 });
const failures = fc.constantFrom(
  transient('rate_limit', { free: true, retryAfterMs: 3_000 }),
  transient('overloaded', { free: true }),
  transient('reset'),
  transient('lost'),
  transient('invalid_output'),
  permanent('refusal'),
);
const usage = { ...noUsage, input: 10, output: 5 };

const bodies = fc.oneof(
  fc.constantFrom<JobEvent>(
    { type: 'cancel', at: sampleAt },
    { type: 'pause', at: sampleAt },
    { type: 'resume', at: sampleAt },
    { type: 'refused', failure: permanent('old_recipe'), at: sampleAt },
    sampleEvent('finished'),
  ),
  fc.record({ type: fc.constant('retry' as const), round: fc.integer({ min: 0, max: 2 }), at: fc.constant(sampleAt) }),
  fc
    .tuple(steps, attempts, fc.constantFrom('step-started', 'step-held', 'step-done', 'step-failed'), failures)
    .map(([step, attempt, type, failure]): JobEvent => {
      const of = { step, attempt, at: sampleAt };
      if (type === 'step-started') return { type, ...of };
      if (type === 'step-held') return { type, ...of, for: 'turn', until: millis(sampleAt + 5_000) };
      if (type === 'step-done') return { type, ...of, words: 1, cutOff: false, usage, plan: wholePlan };
      return { type: 'step-failed', ...of, failure, usage, jitter: 0.5, policy: { maxAttempts: 2, lostCall: 'retry' } };
    }),
);

/** Mostly what goes well next, so that histories get far; among it, anything at all. */
const histories = fc.array(
  fc.oneof({ weight: 4, arbitrary: fc.constant('what comes next' as const) }, { weight: 2, arbitrary: bodies }),
  { maxLength: 40 },
);

/** What a driver would report or claim next, if all went well. */
function whatComesNext(job: Job): JobEvent {
  const action = nextAction(job, millis(sampleAt + 60_000));
  const step =
    action.type === 'work' ? action.steps.map((id) => stepOf(job, id)).find((found) => found !== undefined) : undefined;
  if (step === undefined) return sampleEvent('finished');
  const of = { step: step.id, attempt: step.attempt, at: sampleAt };
  if (step.status === 'running') return { type: 'step-done', ...of, words: 1, cutOff: false, usage, plan: wholePlan };
  return { type: 'step-started', ...of };
}

const begun = (): Job => {
  const next = transition(freshJob(), { type: 'accepted', model: 'demo', maxOutputTokens: 100, plan: [outline], at: sampleAt });
  return next.ok ? next.value : freshJob();
};

/** Runs a history and hands each job and the one after it to a check; answers how often each status was reached. */
function forEachChange(check: (before: Job, after: Job) => void): Set<Status> {
  const reached = new Set<Status>();
  fc.assert(
    fc.property(histories, (history) => {
      let job = begun();
      for (const entry of history) {
        const next = transition(job, entry === 'what comes next' ? whatComesNext(job) : entry);
        if (!next.ok) continue;
        check(job, next.value);
        job = next.value;
        reached.add(job.status);
      }
    }),
    { numRuns: 2_000, seed: 7 },
  );
  return reached;
}

describe('any history', () => {
  test('[J3] reaches every status, and completed and cancelled are final', () => {
    const reached = forEachChange((before, after) => {
      if (before.status === 'completed' || before.status === 'cancelled') expect(after).toBe(before);
    });
    expect([...reached].sort()).toEqual([...statuses].sort());
  });

  test('[J12] progress never falls, and is 1 exactly when the job is completed', () => {
    forEachChange((before, after) => {
      expect(after.progress).toBeGreaterThanOrEqual(before.progress);
      expect(after.progress === 1).toBe(after.status === 'completed');
    });
  });

  test('[J5] a done step never changes again, and no step disappears', () => {
    forEachChange((before, after) => {
      for (const step of before.steps) {
        const now = stepOf(after, step.id);
        if (step.status === 'done') expect(now).toBe(step);
        expect(now).toBeDefined();
      }
    });
  });

  test('[J9] attempt numbers only grow', () => {
    forEachChange((before, after) => {
      for (const step of before.steps) expect(stepOf(after, step.id)?.attempt).toBeGreaterThanOrEqual(step.attempt);
    });
  });

  test('[J5] a step runs only while the job does, and only when what it needs is done', () => {
    forEachChange((_before, after) => {
      if (hasRunningStep(after) && !isEnded(after)) expect(after.status).toBe('running');
      for (const step of after.steps) {
        if (step.status !== 'running' && step.status !== 'done') continue;
        for (const needed of step.needs) expect(stepOf(after, needed)?.status).toBe('done');
      }
    });
  });

  test('[J8] an unfinished job always has something to do, a time to wait for, or a person to ask', () => {
    forEachChange((_before, after) => {
      const action = nextAction(after, sampleAt);
      if (action.type !== 'wait' || action.wakeAt !== null) return;
      expect(after.steps.some((step) => step.status === 'waiting' && step.for === 'person')).toBe(true);
    });
  });

  test('[L7] what is paid twice was at risk before, and nothing that was used is forgotten', () => {
    forEachChange((before, after) => {
      for (const step of before.steps) {
        const now = stepOf(after, step.id);
        expect((now?.paidTwice ?? 0) + (now?.atRisk ?? 0)).toBeGreaterThanOrEqual(step.paidTwice + step.atRisk);
        expect(now?.usage.input).toBeGreaterThanOrEqual(step.usage.input);
      }
    });
  });
});

describe('when its maker leaves', () => {
  const waiting = () => jobAfter('accepted', 'set-leave');

  test('[J8] a job that waits for its maker and has no lease is shown as waiting for its driver, and for nothing else', () => {
    expect(asShown(waiting())).toMatchObject({ status: 'waiting', for: 'driver', until: null });
    expect(asShown(jobAfter('accepted'))).toMatchObject({ status: 'queued' });
    const lease = { driver: driverId('laptop.1'), epoch: leaseEpoch(1), expiresAt: sampleAt, reported: 0 };
    expect(asShown({ ...waiting(), lease })).toMatchObject({ status: 'queued' });
    expect(asShown(jobAfter('accepted', 'set-leave', 'pause'))).toMatchObject({ status: 'paused' });
    expect(asShown(jobAfter('accepted', 'set-leave', 'cancel'))).toMatchObject({ status: 'cancelled' });
  });

  test('[J8] it can be let go on without its maker', () => {
    const next = transition(waiting(), { type: 'set-leave', whenILeave: 'go-on', at: sampleAt });
    expect(next.ok && asShown(next.value)).toMatchObject({ status: 'queued', whenILeave: 'go-on' });
  });

  test('[J8] a job that a program made waits for nobody', () => {
    const made = { ...jobAfter('accepted'), createdBy: null };
    expect(transition(made, sampleEvent('set-leave'))).toEqual({ ok: false, error: { type: 'wrong_state' } });
    expect(asShown({ ...made, whenILeave: 'wait' })).toMatchObject({ status: 'queued' });
  });
});

test('[J3] what a job is about stays with it through every change of its status', () => {
  const job: Job = { ...freshJob(), targets: [], about: blockId('block') };
  const started = transition(job, sampleEvent('accepted'));
  const cancelled = started.ok ? transition(started.value, sampleEvent('cancel')) : started;
  expect(started).toMatchObject({ ok: true, value: { about: 'block' } });
  expect(cancelled).toMatchObject({ ok: true, value: { status: 'cancelled', about: 'block' } });
});
