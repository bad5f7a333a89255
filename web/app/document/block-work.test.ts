import { describe, expect, test } from 'vitest';
import { freshStep, type Job, type JobStatus, type Step, type StepState } from '../../../shared/engine/job.ts';
import {
  type BlockId,
  blockId,
  briefHash,
  deviceId,
  documentId,
  jobId,
  leaseEpoch,
  stepId,
} from '../../../shared/kernel/brand.ts';
import { millis } from '../../../shared/kernel/time.ts';
import { permanent, transient } from '../../../shared/protocol/failure.ts';
import { isBusy, type Surroundings, workOf, workOfJob } from './block-work.ts';

const at = millis(1_000);
const one = blockId('one');
const two = blockId('two');
const calm: Surroundings = {
  active: [],
  cancelling: new Set(),
  isConnected: true,
  device: deviceId('laptop'),
  deviceNames: new Map(),
};

const stepTo = (target: BlockId, state: StepState): Step => ({
  ...freshStep({ id: stepId(`write:${target}`), title: '', weight: 50, needs: [], target }),
  ...state,
});

const jobWith = (
  status: JobStatus,
  steps: readonly Step[],
  more: Partial<Pick<Job, 'id' | 'createdAt' | 'acceptedAt' | 'whenILeave' | 'createdBy'>> = {},
): Job => ({
  id: jobId('job'),
  kind: 'document.generate',
  recipe: 1,
  brief: briefHash('brief'),
  title: '',
  documentId: documentId('document'),
  targets: [one, two],
  leftOut: [],
  model: 'demo',
  maxOutputTokens: 16_000,
  priority: 'normal',
  whenILeave: 'go-on',
  round: 0,
  steps,
  progress: 0,
  createdBy: null,
  createdAt: at,
  acceptedAt: at,
  startedAt: at,
  lease: null,
  epoch: leaseEpoch(1),
  ...more,
  ...status,
});

const pending: StepState = { status: 'pending', attempt: 1 };
const running: StepState = { status: 'running', attempt: 1, startedAt: at };
const done: StepState = { status: 'done', attempt: 1, doneAt: at, words: 3, cutOff: false };
const isRunning: JobStatus = { status: 'running', pausing: false };

describe('what a job means for a block', () => {
  test('each block of a job is told by its own step', () => {
    const job = jobWith(isRunning, [stepTo(one, done), stepTo(two, running)]);
    expect(workOf(one, [job], calm).type).toBe('written');
    expect(workOf(two, [job], calm).type).toBe('running');
  });

  test('[J10] a job holds its blocks until it has ended, also those that are written', () => {
    const job = jobWith(isRunning, [stepTo(one, done), stepTo(two, running)]);
    expect(isBusy(workOf(one, [job], calm))).toBe(true);
    const ended = jobWith({ status: 'cancelled', endedAt: at }, [stepTo(one, done), stepTo(two, running)]);
    expect(isBusy(workOf(one, [ended], calm))).toBe(false);
  });

  test('a job that is not ended speaks before one that is, whichever is newer', () => {
    const failed = jobWith({ status: 'failed', endedAt: at, failure: permanent('refusal') }, [], { id: jobId('newer') });
    const active = jobWith(isRunning, [stepTo(one, running)]);
    expect(workOf(one, [failed, active], calm).type).toBe('running');
  });

  test('a queue counts those that came before', () => {
    const before = jobWith(isRunning, [], { id: jobId('before'), createdAt: millis(500) });
    const after = jobWith({ status: 'queued' }, [], { id: jobId('after'), createdAt: millis(2_000) });
    const job = jobWith({ status: 'queued' }, [stepTo(one, pending)]);
    expect(workOf(one, [job], { ...calm, active: [before, job, after] })).toMatchObject({ type: 'queued', behind: 1 });
  });

  test('[J3] what the server has not accepted waits for the network', () => {
    const job = jobWith({ status: 'queued' }, [], { acceptedAt: null });
    expect(workOf(one, [job], { ...calm, isConnected: false })).toMatchObject({ type: 'waiting', wait: { for: 'offline' } });
    expect(workOf(one, [job], calm).type).toBe('queued');
  });

  test('a wait tells what for, until when and after what', () => {
    const failure = transient('overloaded');
    const wait: StepState = { status: 'waiting', attempt: 2, for: 'retry', until: millis(9_000), failure };
    const job = jobWith({ status: 'waiting', for: 'retry', until: millis(9_000) }, [stepTo(one, wait)]);
    expect(workOf(one, [job], calm)).toMatchObject({ type: 'waiting', wait: { for: 'retry', until: 9_000, failure } });
  });

  test('[J8] a job that waits for its device says so on every other one; a text that still grows goes on being shown', () => {
    const wish = { whenILeave: 'wait', createdBy: deviceId('laptop') } as const;
    const job = jobWith(isRunning, [stepTo(one, running), stepTo(two, pending)], wish);
    const elsewhere = { ...calm, device: deviceId('phone') };
    expect(workOfJob(job, elsewhere)).toMatchObject({ type: 'waiting', wait: { for: 'driver' } });
    expect(workOf(two, [job], elsewhere)).toMatchObject({ type: 'waiting', wait: { for: 'driver' } });
    expect(workOf(one, [job], elsewhere).type).toBe('running');
    expect(workOfJob(job, calm).type).toBe('running');
    expect(workOfJob(job, { ...calm, device: null }).type).toBe('running');
  });

  test('[L7] a job that asks a person is told by the step that asks, whatever waits beside it', () => {
    const failure = transient('lost');
    const turn: StepState = { status: 'waiting', attempt: 1, for: 'turn', until: null, failure: null };
    const asks: StepState = { status: 'waiting', attempt: 2, for: 'person', until: null, failure };
    const job = jobWith({ status: 'waiting', for: 'person', until: null }, [stepTo(one, turn), stepTo(two, asks)]);
    const wait = { for: 'person', failure, step: stepId(`write:${two}`) };
    expect(workOfJob(job, calm)).toMatchObject({ type: 'waiting', wait });
  });

  test('a step that waits for its turn is queued', () => {
    const turn: StepState = { status: 'waiting', attempt: 1, for: 'turn', until: null, failure: null };
    expect(workOf(one, [jobWith(isRunning, [stepTo(one, turn)])], calm).type).toBe('queued');
  });

  test('[J6] a cancel is told as under way until the server has it', () => {
    const job = jobWith({ status: 'cancelled', endedAt: at }, [stepTo(one, running)]);
    const unsent = { ...calm, cancelling: new Set([job.id]) };
    expect(workOf(one, [job], unsent).type).toBe('cancelling');
    expect(isBusy(workOf(one, [job], unsent))).toBe(true);
    expect(workOf(one, [job], calm).type).toBe('cancelled');
  });

  test('a failed step is told with its own failure', () => {
    const failed: StepState = { status: 'failed', attempt: 1, failedAt: at, failure: permanent('refusal') };
    const job = jobWith({ status: 'failed', endedAt: at, failure: permanent('key_refused') }, [stepTo(one, failed)]);
    expect(workOf(one, [job], calm)).toMatchObject({ type: 'failed', failure: { reason: 'refusal' } });
  });

  test('a block that no job has written is idle', () => {
    expect(workOf(one, [], calm)).toEqual({ type: 'idle' });
  });
});
