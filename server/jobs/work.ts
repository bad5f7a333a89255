import type { Job } from '../../shared/engine/job.ts';
import { callId, type StepId } from '../../shared/kernel/brand.ts';
import { err, type Result } from '../../shared/kernel/result.ts';
import { type Failure, permanent } from '../../shared/protocol/failure.ts';
import { type Catalog, openWork, type Work } from '../../shared/recipes/catalog.ts';
import type { Outputs } from '../../shared/recipes/recipe.ts';
import type { AccountRows, Calls } from '../store/store.ts';

/** A job's recipe over its brief; a failure if this build has no such recipe, or the brief is not there or does not fit. */
export async function readWork(catalog: Catalog, rows: AccountRows, job: Job): Promise<Result<Work, Failure>> {
  const brief = await rows.getBrief(job.brief);
  if (brief === null) return err(permanent('bad_brief', { detail: 'The job came without its brief.' }));
  if (brief.kind !== job.kind) return err(permanent('bad_brief', { detail: 'The job and its brief are of different kinds.' }));
  return openWork(catalog, job, brief);
}

/** The texts of those of these steps that are done, from the ledger's log. */
export async function readOutputs(calls: Calls, job: Job, steps: readonly StepId[]): Promise<Outputs> {
  const outputs = new Map<StepId, string>();
  for (const step of job.steps) {
    if (step.status === 'done' && steps.includes(step.id)) {
      outputs.set(step.id, await calls.text(callId(job.id, step.id, step.attempt), 0));
    }
  }
  return outputs;
}
