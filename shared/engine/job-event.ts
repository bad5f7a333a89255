import type { StepId } from '../kernel/brand.ts';
import type { Millis } from '../kernel/time.ts';
import type { Failure } from '../protocol/failure.ts';
import type { Usage } from '../recipes/usage.ts';
import type { LeaveChoice } from '../records/records.ts';
import type { JobResult, PlannedStep, Priority, StepWait } from './job.ts';
import type { RetryPolicy } from './retry.ts';

/** What a person may ask of a job, from any tab or device, offline too (J1, J6, J7). */
export type Intent =
  | { readonly type: 'cancel' }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  /** Names the round it saw; a stale one is refused. Also answers a job that waits for a person. */
  | { readonly type: 'retry'; readonly round: number }
  | { readonly type: 'prioritise'; readonly priority: Priority }
  /** Whether the server goes on with it once the device that made it has left. A program's job has no device to wait for. */
  | { readonly type: 'set-leave'; readonly whenILeave: LeaveChoice };

/** What the server's own transactions tell a job; `attempt` is always the ledger's. */
export type ServerEvent =
  | { readonly type: 'accepted'; readonly model: string; readonly maxOutputTokens: number; readonly plan: readonly PlannedStep[] }
  /** It cannot be worked on at all: refused at acceptance, or made by a recipe that is gone. */
  | { readonly type: 'refused'; readonly failure: Failure }
  | { readonly type: 'step-started'; readonly step: StepId; readonly attempt: number }
  | {
      readonly type: 'step-held';
      readonly step: StepId;
      readonly attempt: number;
      readonly for: Extract<StepWait, 'turn' | 'rate-limit' | 'credits'>;
      readonly until: Millis | null;
    }
  | {
      readonly type: 'step-done';
      readonly step: StepId;
      readonly attempt: number;
      readonly words: number;
      readonly cutOff: boolean;
      readonly usage: Usage;
      /** The whole plan as it is now; steps that are not known yet are added. */
      readonly plan: readonly PlannedStep[];
    }
  | {
      readonly type: 'step-failed';
      readonly step: StepId;
      readonly attempt: number;
      readonly failure: Failure;
      readonly usage: Usage;
      /** A number in [0, 1) for the backoff. */
      readonly jitter: number;
      readonly policy: RetryPolicy;
    }
  | { readonly type: 'finished'; readonly result: JobResult };

/** `at` is the time of whoever runs the transition: the server's for its row, the device's for what it shows on top. */
export type JobEvent = (Intent | ServerEvent) & { readonly at: Millis };
export type EventType = JobEvent['type'];

export const eventTypes = [
  'cancel',
  'pause',
  'resume',
  'retry',
  'prioritise',
  'set-leave',
  'accepted',
  'refused',
  'step-started',
  'step-held',
  'step-done',
  'step-failed',
  'finished',
] as const satisfies readonly EventType[];
