import type { Job, Step } from '../../../shared/engine/job.ts';
import { costOf } from '../../../shared/recipes/prices.ts';

/**
 * What a step's calls cost, in millionths of a dollar, by the price of the day; null where that is not known. Attempts that broke off are
 * counted in.
 */
export const stepCost = (job: Job, step: Step): number | null =>
  costOf(job.model, step.usage, step.status === 'done' ? step.doneAt : (job.startedAt ?? job.createdAt));

/** What all of a job's calls cost so far. */
export function jobCost(job: Job): number | null {
  return job.steps.reduce<number | null>((sum, step) => {
    const cost = stepCost(job, step);
    return sum === null || cost === null ? null : sum + cost;
  }, 0);
}
