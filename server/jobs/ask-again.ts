import type { Job } from '../../shared/engine/job.ts';
import { transition } from '../../shared/engine/transition.ts';
import type { AccountId } from '../../shared/kernel/brand.ts';
import type { Millis } from '../../shared/kernel/time.ts';
import type { StoreTx } from '../store/store.ts';
import type { JobsDeps } from './job-change.ts';

/** A person's cap has changed: what waits because it was reached may be claimed again now, and is held anew if it still is (J8). */
export async function capChanged({ clock }: Pick<JobsDeps, 'clock'>, tx: StoreTx, account: AccountId): Promise<void> {
  const rows = tx.of(account);
  for (const job of await rows.activeJobs()) {
    const next = askingAgain(job, clock.now());
    if (next !== job) await rows.putJob(next);
  }
}

/** The job with every wait for money ended; the same reference if there is none, or while it is paused. */
export function askingAgain(job: Job, at: Millis): Job {
  return job.steps.reduce((next, step) => {
    if (step.status !== 'waiting' || step.for !== 'credits') return next;
    const held = transition(next, { type: 'step-held', step: step.id, attempt: step.attempt, for: 'credits', until: at, at });
    return held.ok ? held.value : next;
  }, job);
}
