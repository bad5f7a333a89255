import { asShown, isEnded, type Job, jobUsage, type Step } from '../../shared/engine/job.ts';
import { percentOf } from '../../shared/engine/progress.ts';
import { parseEngineDriver } from '../../shared/kernel/brand.ts';
import type { Millis } from '../../shared/kernel/time.ts';
import type { ErrorView, JobView, UsageView } from './answers.ts';
import { isRetryable, sentenceOf } from './sentences.ts';

export type ViewSettings = {
  /** Attempts of a step that a round may spend (J9). */
  readonly maxAttempts: number;
  /** The provider's name in sentences, as it is now. */
  readonly providerName: () => string;
};

/** Puts a job's row into the words of the API. `now` is the server's, for the lease. */
export function jobView(row: Job, now: Millis, { maxAttempts, providerName }: ViewSettings): JobView {
  const job = asShown(row);
  const steps = job.steps.map(stepView);
  return {
    id: job.id,
    kind: job.kind,
    title: job.title,
    status: job.status,
    progress: percentOf(job),
    currentStep: currentStep(job),
    steps,
    waiting: waitView(job),
    driver: driverView(job, now),
    attempts: Math.max(0, ...steps.map((step) => step.attempts)),
    maxAttempts,
    usage: usageView(job),
    estimatedCompletion: estimateView(job, now),
    error: errorView(job, providerName()),
    documentId: job.documentId,
    blockId: blockOf(job),
    createdAt: iso(job.createdAt),
    startedAt: job.startedAt === null ? null : iso(job.startedAt),
    completedAt: 'endedAt' in job ? iso(job.endedAt) : null,
  };
}

const iso = (at: Millis): string => new Date(at).toISOString();

const stepView = (step: Step): JobView['steps'][number] => {
  const isSent = step.status === 'running' || step.status === 'done' || step.status === 'failed';
  return { id: step.id, title: step.title, status: step.status, attempts: isSent ? step.attempt : step.attempt - 1 };
};

function currentStep(job: Job): string | null {
  if (isEnded(job)) return null;
  const step = job.steps.find((each) => each.status === 'running') ?? job.steps.find((each) => each.status === 'waiting');
  return step?.id ?? null;
}

/** Why a waiting job does not go on by itself right now; null for every other. */
export const waitView = (job: Job): JobView['waiting'] =>
  job.status === 'waiting' ? { for: job.for, until: job.until === null ? null : iso(job.until) } : null;

/** When a job that is under way will probably have ended; null where nothing says, and for one that is past it. */
const estimateView = (job: Job, now: Millis): JobView['estimatedCompletion'] =>
  job.estimate === undefined || isEnded(job) || job.estimate.to <= now
    ? null
    : { from: iso(job.estimate.from), to: iso(job.estimate.to) };

/** Who holds its lease; an expired one holds nothing that others could not take. */
function driverView(job: Job, now: Millis): JobView['driver'] {
  if (job.lease === null || isEnded(job) || job.lease.expiresAt <= now) return null;
  const engine = parseEngineDriver(job.lease.driver);
  return engine === null ? { type: 'server', name: 'Server' } : { type: 'device', name: engine.device };
}

export function usageView(job: Job): UsageView {
  const { input, output, cacheRead, cacheWrite } = jobUsage(job);
  const paidTwice = job.steps.reduce((sum, step) => sum + step.paidTwice, 0);
  return { input: input + cacheWrite, output, cached: cacheRead, paidTwice };
}

/** What a failed job failed with; null for every other. */
export const errorView = (job: Job, provider: string): ErrorView | null =>
  job.status !== 'failed'
    ? null
    : {
        type: job.failure.reason,
        message: sentenceOf(job.failure, provider),
        retryable: isRetryable(job.failure),
      };

/** The one block that a job writes or reads; null for a job over several. */
export const blockOf = (job: Job): string | null =>
  job.kind === 'document.generate' ? null : (job.targets[0] ?? job.about ?? null);
