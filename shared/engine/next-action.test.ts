import { expect, test } from 'vitest';
import { millis } from '../kernel/time.ts';
import { freshJob, jobAfter, only, planned, sampleAt, sampleEvent, sampleJobs } from './job-samples.ts';
import { nextAction } from './next-action.ts';
import { percentOf, progressOf } from './progress.ts';
import { transition } from './transition.ts';

test('[J3] a job that is not accepted, paused or ended gives nothing to do', () => {
  const resting = [freshJob(), sampleJobs.paused(), sampleJobs.completed(), sampleJobs.failed(), sampleJobs.cancelled()];
  for (const job of resting) expect(nextAction(job, sampleAt)).toEqual({ type: 'rest' });
});

test('[L2] a running step is attached to, a ready one claimed', () => {
  expect(nextAction(sampleJobs.queued(), sampleAt)).toEqual({ type: 'work', steps: [only], wakeAt: null });
  expect(nextAction(sampleJobs.running(), sampleAt)).toEqual({ type: 'work', steps: [only], wakeAt: null });
});

test('[J9] a step that waits is tried when its time has come, not before', () => {
  const job = sampleJobs.waiting();
  const until = job.steps[0]?.status === 'waiting' ? job.steps[0].until : null;
  expect(until).toBeGreaterThan(sampleAt);
  expect(nextAction(job, millis((until ?? 0) - 1))).toEqual({ type: 'wait', wakeAt: until });
  expect(nextAction(job, millis(until ?? 0))).toMatchObject({ type: 'work', steps: [only] });
  expect(nextAction(job, millis((until ?? 0) - 1), true)).toMatchObject({ type: 'wait' });
});

test('[L3] a bell lets a step that waits for its turn try again at once', () => {
  const job = jobAfter('accepted', 'step-held');
  expect(nextAction(job, sampleAt)).toMatchObject({ type: 'wait' });
  expect(nextAction(job, sampleAt, true)).toMatchObject({ type: 'work', steps: [only] });
});

test('[J7] while it is pausing only what runs is followed', () => {
  const plan = [planned('first', 50), planned('second', 50)];
  const accepted = transition(freshJob(), { type: 'accepted', model: 'demo', maxOutputTokens: 1, plan, at: sampleAt });
  const first = plan[0]?.id ?? only;
  const started = accepted.ok
    ? transition(accepted.value, { type: 'step-started', step: first, attempt: 1, at: sampleAt })
    : accepted;
  const pausing = started.ok ? transition(started.value, sampleEvent('pause')) : started;
  expect(pausing.ok && nextAction(pausing.value, sampleAt)).toEqual({ type: 'work', steps: [first], wakeAt: null });
});

test('[J12] an outline that is still unplanned counts for what it weighs, and 100 % means done', () => {
  expect(progressOf([])).toBe(0);
  expect(percentOf(jobAfter('accepted', 'step-started', 'step-done'))).toBe(99);
  expect(percentOf(sampleJobs.completed())).toBe(100);
  expect(percentOf(sampleJobs.queued())).toBe(0);
});
