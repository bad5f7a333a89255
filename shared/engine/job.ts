import type { BlockId, BriefHash, DeviceId, DocumentId, JobId, LeaseEpoch, StepId } from '../kernel/brand.ts';
import type { Millis } from '../kernel/time.ts';
import type { Failure } from '../protocol/failure.ts';
import { addUsage, noUsage, type Usage } from '../recipes/usage.ts';
import type { LeaveChoice } from '../records/records.ts';
import type { Lease } from './lease.ts';

/*
 *                        ┌────────── step-held ──────────┐
 *              ┌─────────▼──┐  step-started   ┌──────────┴──┐  finished   ┌───────────┐
 *  create ────►│   queued   ├────────────────►│   running   ├────────────►│ completed │
 *              └─▲──▲────┬──┘                 └▲─┬───┬────┬─┘             └───────────┘
 *         resume │  │    │ pause      step-    │ │   │    │ finished      ┌───────────┐
 *              ┌─┴──┼────▼──┐         started  │ │   │    └──────────────►│  failed   ├─┐
 *              │  paused    │◄─── pause ───────┼─┘   │ step-failed, held  └───────────┘ │
 *              └────────────┘                 ┌┴─────▼──────┐                           │
 *                   ▲                         │   waiting   │          retry            │
 *                   └────── queued ◄──────────┴─────────────┴──────── (queued) ◄────────┘
 *  cancel leads from queued, running, waiting and paused to cancelled; refused from the same four to failed.
 */

export const priorities = ['high', 'normal', 'low'] as const;
export type Priority = (typeof priorities)[number];

/** Why a step does not go on by itself right now. `turn`: the limits of the server or the person are used up. */
export type StepWait = 'turn' | 'retry' | 'rate-limit' | 'credits' | 'person';
/** Why a whole job does not. `offline` is never stored: a device shows it for a job that the server has not accepted. */
export type JobWait = 'offline' | 'retry' | 'rate-limit' | 'credits' | 'driver' | 'person';

export type StepState =
  /** `attempt` is the number that the next call will have. */
  | { readonly status: 'pending'; readonly attempt: number }
  | { readonly status: 'running'; readonly attempt: number; readonly startedAt: Millis }
  | {
      readonly status: 'waiting';
      readonly attempt: number;
      readonly for: StepWait;
      /** Server time at which it may be claimed again; null when only an event ends the wait. */
      readonly until: Millis | null;
      /** What the last attempt ended with; null when none was made. */
      readonly failure: Failure | null;
    }
  | {
      readonly status: 'done';
      readonly attempt: number;
      readonly doneAt: Millis;
      readonly words: number;
      /** Out of tokens: the text is cut off at the length limit. */
      readonly cutOff: boolean;
    }
  | { readonly status: 'failed'; readonly attempt: number; readonly failedAt: Millis; readonly failure: Failure };

export type Step = {
  readonly id: StepId;
  readonly title: string;
  /** Percent of the whole job; all planned steps of a whole plan sum to 100 (J12). */
  readonly weight: number;
  /** Steps that must be done before this one may start. */
  readonly needs: readonly StepId[];
  /** The block it writes to; null for a step that writes no block. */
  readonly target: BlockId | null;
  /** Attempts spent in this round (J9). */
  readonly spent: number;
  /** Since when free refusals follow each other without an answer in between; null when the last try was none. */
  readonly refusedSince: Millis | null;
  readonly usage: Usage;
  /** Tokens of attempts that are possibly paid and not repeated yet (L7). */
  readonly atRisk: number;
  /** Tokens of possibly paid attempts that were repeated (L7). */
  readonly paidTwice: number;
  /** Attempts whose payment nobody knows (L7). */
  readonly possiblyPaid: number;
} & StepState;

export type JobStatus =
  | { readonly status: 'queued' }
  /** `pausing`: a pause was asked for, and a call already sent is still answering (J7). */
  | { readonly status: 'running'; readonly pausing: boolean }
  | { readonly status: 'waiting'; readonly for: Exclude<JobWait, 'offline'>; readonly until: Millis | null }
  | { readonly status: 'paused'; readonly pausedAt: Millis }
  | { readonly status: 'completed'; readonly endedAt: Millis; readonly result: JobResult }
  | { readonly status: 'failed'; readonly endedAt: Millis; readonly failure: Failure }
  | { readonly status: 'cancelled'; readonly endedAt: Millis };

/** What a finished job says of itself; its texts are in the revisions it wrote. */
export type JobResult = {
  /** Any of its texts is cut off at the length limit. */
  readonly truncated: boolean;
  readonly words: number;
  /** Blocks that were busy with another job at acceptance and so were left out (J10). */
  readonly leftOut: readonly BlockId[];
};

export type JobBase = {
  readonly id: JobId;
  readonly kind: string;
  /** The recipe's version (J2). */
  readonly recipe: number;
  readonly brief: BriefHash;
  readonly title: string;
  readonly documentId: DocumentId;
  /** Blocks that it holds for writing while it is not ended (J10). */
  readonly targets: readonly BlockId[];
  /** The block that it is about without writing to it; absent for a job that only writes. */
  readonly about?: BlockId | undefined;
  /** Blocks with a prompt that another job held at acceptance (J10). */
  readonly leftOut: readonly BlockId[];
  /** `default` until the server has accepted it, then the model's id; never changed afterwards. */
  readonly model: string;
  readonly maxOutputTokens: number;
  readonly priority: Priority;
  /** When the device that made it leaves; `default` until the server has accepted it. A program's job always goes on. */
  readonly whenILeave: LeaveChoice | 'default';
  /** Counts manual retries; a retry names the round it saw. */
  readonly round: number;
  readonly steps: readonly Step[];
  /** 0–1, never falls (J12). */
  readonly progress: number;
  /** The device that made it; null when a program did. */
  readonly createdBy: DeviceId | null;
  readonly createdAt: Millis;
  /** When the server took it in; null on a device before that. */
  readonly acceptedAt: Millis | null;
  readonly startedAt: Millis | null;
  /** When it will probably have ended, from this server's own history; absent while that says too little (J12). */
  readonly estimate?: { readonly from: Millis; readonly to: Millis } | undefined;
  /** Who may drive it now; null when nobody does. */
  readonly lease: Lease | null;
  /** The last epoch given; the next lease gets a higher one. */
  readonly epoch: LeaseEpoch;
};

/** One piece of work. The server's row is the truth (J3); a device shows it with its own unsent intents replayed on top. */
export type Job = JobBase & JobStatus;
export type Status = Job['status'];
export const statuses = ['queued', 'running', 'waiting', 'paused', 'completed', 'failed', 'cancelled'] as const;

/** Ended for good, unless a failed one is retried. */
export function isEnded(job: Job): boolean {
  switch (job.status) {
    case 'completed':
    case 'failed':
    case 'cancelled':
      return true;
    case 'queued':
    case 'running':
    case 'waiting':
    case 'paused':
      return false;
  }
}

export const isAccepted = (job: Job): boolean => job.acceptedAt !== null;

/** True while one of its calls may be open at the provider. */
export const hasRunningStep = (job: Job): boolean => job.steps.some((step) => step.status === 'running');

/** True if nobody may drive it but the device that made it. */
export const isForMaker = (job: Job): boolean => job.whenILeave === 'wait' && job.createdBy !== null;

/**
 * True for a job that goes on only once the device that made it is back: nobody drives it. Never stored, because the lease says it. A
 * call that was sent goes on all the same (L5), and its text is kept for the device. It ends with the maker's next lease, a cancel, or a
 * person who lets it go on without the device (J8).
 */
export function waitsForDriver(job: Job): boolean {
  if (!isAccepted(job) || !isForMaker(job) || job.lease !== null) return false;
  switch (job.status) {
    case 'queued':
    case 'running':
      return true;
    case 'waiting':
      return job.for !== 'person';
    case 'paused':
    case 'completed':
    case 'failed':
    case 'cancelled':
      return false;
  }
}

/** A job as people and programs are shown it: one that waits for its driver says so, whatever it would do next. */
export const asShown = (job: Job): Job => (waitsForDriver(job) ? { ...job, status: 'waiting', for: 'driver', until: null } : job);

/** All that its attempts used, whatever became of them. */
export const jobUsage = (job: Job): Usage => job.steps.reduce((sum, step) => addUsage(sum, step.usage), noUsage);

export const stepOf = (job: Job, id: StepId): Step | undefined => job.steps.find((step) => step.id === id);

/** What a recipe plans: a step before anything has happened to it. */
export type PlannedStep = Pick<Step, 'id' | 'title' | 'weight' | 'needs' | 'target'>;

/** A planned step becomes a step of the job. */
export const freshStep = (planned: PlannedStep): Step => ({
  ...planned,
  spent: 0,
  refusedSince: null,
  usage: noUsage,
  atRisk: 0,
  paidTwice: 0,
  possiblyPaid: 0,
  status: 'pending',
  attempt: 1,
});
