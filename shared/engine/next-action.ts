import type { StepId } from '../kernel/brand.ts';
import type { Millis } from '../kernel/time.ts';
import { isEnded, type Job } from './job.ts';
import { isExhausted, isReady } from './transition.ts';

/** What a driver does next with a job that it holds. */
export type Action =
  /** Each of these steps wants a call: to attach to (running) or to claim (ready). `wakeAt`: when a waiting one may be tried. */
  | { readonly type: 'work'; readonly steps: readonly StepId[]; readonly wakeAt: Millis | null }
  /** Nothing to do before this time (null: before the row changes). */
  | { readonly type: 'wait'; readonly wakeAt: Millis | null }
  /** Every step has ended: report it. */
  | { readonly type: 'finish' }
  /** Paused or ended: the lease may be given back. */
  | { readonly type: 'rest' };

/**
 * Decides; pure. `now` is the server's time, because the waits of the row are. `isTurnFree`: a bell has said that steps which wait for
 * their turn may try again before their time.
 */
export function nextAction(job: Job, now: Millis, isTurnFree = false): Action {
  if (isEnded(job) || job.acceptedAt === null || job.status === 'paused') return { type: 'rest' };
  if (isExhausted(job)) return { type: 'finish' };
  const isPausing = job.status === 'running' && job.pausing;
  const steps = job.steps
    .filter((step) => {
      if (step.status === 'running') return true;
      if (isPausing || !isReady(job, step)) return false;
      if (step.status === 'pending') return true;
      return step.status === 'waiting' && ((step.until !== null && step.until <= now) || (isTurnFree && step.for === 'turn'));
    })
    .map((step) => step.id);
  const waits = job.steps.flatMap((step) =>
    step.status === 'waiting' && step.until !== null && step.until > now ? [step.until] : [],
  );
  const wakeAt = waits.length === 0 || isPausing ? null : waits.reduce((a, b) => (a < b ? a : b));
  return steps.length > 0 ? { type: 'work', steps, wakeAt } : { type: 'wait', wakeAt };
}
