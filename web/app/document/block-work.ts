import { isEnded, type Job, type JobWait, type Step, waitsForDriver } from '../../../shared/engine/job.ts';
import type { BlockId, DeviceId, JobId, StepId } from '../../../shared/kernel/brand.ts';
import type { Failure } from '../../../shared/protocol/failure.ts';

/*
 * What a block's last job means for the block itself: a job may write many blocks, so its steps decide.
 */

/** What is going on in a block. A job that is `busy` holds it: nothing else may write it meanwhile (J10). */
export type BlockWork =
  | { readonly type: 'idle' }
  /** Written by its step; the rest of the job may still hold it. */
  | { readonly type: 'written'; readonly job: Job; readonly step: Step }
  | { readonly type: 'queued'; readonly job: Job; readonly behind: number }
  /** For a time, an event or a person; a job that is not accepted waits for the server. */
  | { readonly type: 'waiting'; readonly job: Job; readonly wait: Wait }
  | { readonly type: 'running'; readonly job: Job; readonly step: Step & { readonly status: 'running' } }
  | { readonly type: 'paused'; readonly job: Job }
  /** Asked for here, not yet confirmed by the server (J6). */
  | { readonly type: 'cancelling'; readonly job: Job }
  | { readonly type: 'cancelled'; readonly job: Job }
  | { readonly type: 'failed'; readonly job: Job; readonly failure: Failure };

/** What is waited for, since what failure, and until when (server's time; null when only an event ends it). */
export type Wait = {
  readonly for: JobWait;
  readonly until: number | null;
  readonly failure: Failure | null;
  /** The step that waits; null when the job as a whole does. */
  readonly step: StepId | null;
};

export type Surroundings = {
  /** Every job that is not ended, the oldest first. */
  readonly active: readonly Job[];
  /** Cancels that the server has not confirmed. */
  readonly cancelling: ReadonlySet<JobId>;
  readonly isConnected: boolean;
  /** This device; null while that is not known. */
  readonly device: DeviceId | null;
  /** What the person's devices are called, as far as they have said. */
  readonly deviceNames: ReadonlyMap<DeviceId, string>;
};

/** Reads a block's state from its document's jobs, the newest first. */
export function workOf(block: BlockId, jobs: readonly Job[], around: Surroundings): BlockWork {
  const own = jobs.filter((job) => writes(job, block));
  const job = own.find((candidate) => !isEnded(candidate)) ?? own[0];
  return job === undefined ? { type: 'idle' } : stateIn(job, stepFor(job, block), around);
}

/** The same for a job as a whole, of which no single block speaks. */
export const workOfJob = (job: Job, around: Surroundings): BlockWork =>
  isForElsewhere(job, around) ? waiting(job, forMaker) : stateIn(job, leadingStep(job), around);

/** True while a job holds the block for writing. */
export const isBusy = (work: BlockWork): boolean => work.type !== 'idle' && (!isEnded(work.job) || work.type === 'cancelling');

const writes = (job: Job, block: BlockId): boolean =>
  job.targets.includes(block) || job.steps.some((step) => step.target === block);

const stepFor = (job: Job, block: BlockId): Step | undefined => job.steps.find((step) => step.target === block);

const leadingStep = (job: Job): Step | undefined =>
  job.steps.find((step) => step.status === 'running') ??
  job.steps.find((step) => step.status === 'waiting' && job.status === 'waiting' && step.for === job.for) ??
  job.steps.find((step) => step.status === 'waiting') ??
  job.steps.find((step) => step.status === 'failed');

function stateIn(job: Job, step: Step | undefined, around: Surroundings): BlockWork {
  if (step?.status === 'done') return { type: 'written', job, step };
  if (job.status === 'cancelled') return { type: around.cancelling.has(job.id) ? 'cancelling' : 'cancelled', job };
  if (job.status === 'completed') return { type: 'idle' };
  if (job.status === 'failed') return { type: 'failed', job, failure: step?.status === 'failed' ? step.failure : job.failure };
  if (step?.status === 'failed') return { type: 'failed', job, failure: step.failure };
  if (step?.status === 'running') return { type: 'running', job, step };
  if (job.status === 'paused') return { type: 'paused', job };
  if (job.acceptedAt === null && !around.isConnected) return waiting(job, { for: 'offline', ...asAWhole });
  if (isForElsewhere(job, around)) return waiting(job, forMaker);
  if (step?.status === 'waiting' && step.for !== 'turn') return waiting(job, { ...step, for: step.for, step: step.id });
  if (job.status === 'waiting' && step === undefined) return waiting(job, { ...asAWhole, for: job.for, until: job.until });
  return { type: 'queued', job, behind: around.active.filter((other) => isAhead(other, job)).length };
}

const waiting = (job: Job, { for: what, until, failure, step }: Wait): BlockWork => ({
  type: 'waiting',
  job,
  wait: { for: what, until, failure, step },
});

const asAWhole = { until: null, failure: null, step: null } as const;
const forMaker: Wait = { for: 'driver', ...asAWhole };

/** It waits for the device that made it, and that is not this one: here it would go on at once. */
const isForElsewhere = (job: Job, { device }: Surroundings): boolean =>
  device !== null && job.createdBy !== device && waitsForDriver(job);

/** Came before it, and will be worked on before it. */
const isAhead = (other: Job, job: Job): boolean =>
  other.id !== job.id && other.createdAt < job.createdAt && (other.status === 'running' || other.status === 'queued');
