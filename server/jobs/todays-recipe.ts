import { freshStep, type Job, type PlannedStep, type Step } from '../../shared/engine/job.ts';
import type { Work } from '../../shared/recipes/catalog.ts';
import type { Outputs } from '../../shared/recipes/recipe.ts';
import type { AccountRows, Calls } from '../store/store.ts';
import type { JobsDeps } from './job-change.ts';
import { readOutputs, readWork } from './work.ts';

/**
 * A retried job as today's version of its kind would go on with it, where its own is gone (J2): what is done stays, and what was never
 * begun is planned anew. The same job if its recipe is here, or if today's cannot read its brief or its results, or has no place for a
 * step that was begun (J5): then it cannot go on.
 */
export async function withTodaysRecipe(
  { catalog }: Pick<JobsDeps, 'catalog'>,
  rows: AccountRows,
  calls: Calls,
  job: Job,
): Promise<Job> {
  const newest = catalog.newest(job.kind);
  if (newest === null || catalog(job.kind, job.recipe) !== null) return job;
  const next = { ...job, recipe: newest };
  const work = await readWork(catalog, rows, next);
  if (!work.ok) return job;
  if (job.acceptedAt === null) return next;
  const steps = job.steps.map((step) => step.id);
  const plan = planOf(work.value, await readOutputs(calls, job, steps));
  const isPlanned = (step: Step) => plan.some((planned) => planned.id === step.id);
  const isBegun = (step: Step) => step.status !== 'pending' || step.attempt > 1;
  if (job.steps.some((step) => isBegun(step) && !isPlanned(step))) return job;
  return { ...next, steps: plan.map((planned) => planAgain(planned, job.steps)) };
}

/** No plan where a result does not fit today's recipe. */
function planOf(work: Work, outputs: Outputs): readonly PlannedStep[] {
  const isReadable = [...outputs].every(([step, text]) => work.check(step, text).ok);
  return isReadable ? work.plan(outputs) : [];
}

function planAgain(planned: PlannedStep, steps: readonly Step[]): Step {
  const known = steps.find((step) => step.id === planned.id);
  if (known === undefined) return freshStep(planned);
  return known.status === 'done' ? known : { ...known, ...planned };
}
