import type { Job, Step } from './job.ts';

/**
 * The share of planned step weight that is done, 0–1 (J12). A plan that is still open (an outline has yet to decide its sections)
 * sums to less than 100, so the missing weight counts as not done. Never 1 before the job is completed.
 */
export function progressOf(steps: readonly Step[]): number {
  const done = steps.filter((step) => step.status === 'done').reduce((sum, step) => sum + step.weight, 0);
  return Math.min(0.99, done / 100);
}

/** A whole number 0–100 for display: 100 only for a completed job. */
export const percentOf = (job: Job): number => (job.status === 'completed' ? 100 : Math.min(99, Math.floor(job.progress * 100)));
