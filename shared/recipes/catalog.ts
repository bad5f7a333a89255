import type { JobResult, PlannedStep } from '../engine/job.ts';
import type { BlockId, DocumentId, StepId } from '../kernel/brand.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { type Failure, permanent } from '../protocol/failure.ts';
import { blockAnalyze } from './block-analyze.ts';
import { blockGenerate } from './block-generate.ts';
import { blockRefine } from './block-refine.ts';
import { documentGenerate } from './document-generate.ts';
import type { ModelRequest } from './model-request.ts';
import type { Brief, Outputs, Recipe, RequestSettings, ResultChange, StepOutput } from './recipe.ts';
import type { BriefSource } from './sources.ts';

/** A recipe over its parsed input: what the rest of the house works with. The input's type stays inside. */
export type Work = {
  readonly documentId: DocumentId;
  readonly targets: readonly BlockId[];
  readonly about: BlockId | null;
  readonly sources: readonly BriefSource[];
  readonly without: (busy: ReadonlySet<BlockId>) => Work | null;
  readonly plan: (outputs: Outputs) => readonly PlannedStep[];
  readonly request: (step: StepId, outputs: Outputs, settings: RequestSettings) => ModelRequest;
  readonly check: (step: StepId, text: string) => Result<void, Failure>;
  readonly apply: (output: StepOutput, outputs: Outputs) => readonly ResultChange[];
  readonly finish: (outputs: Outputs) => Pick<JobResult, 'words'>;
};

/** Finds the recipe that a brief names; `null` for a kind or version that this build does not have (J2). */
export type Catalog = {
  (kind: string, version: number): ((job: string, brief: Brief) => Result<Work, Failure>) | null;
  /** The newest version of a kind; `null` for a kind that this build does not have. */
  readonly newest: (kind: string) => number | null;
};

/** The catalog of these recipes; the simulation makes others, with versions of its own. */
export function createCatalog(openers: readonly RecipeEntry[]): Catalog {
  const find = (kind: string, version: number) =>
    openers.find((entry) => entry.kind === kind && entry.version === version)?.open ?? null;
  const newest = (kind: string): number | null => {
    const versions = openers.filter((entry) => entry.kind === kind).map(({ version }) => version);
    return versions.length === 0 ? null : Math.max(...versions);
  };
  return Object.assign(find, { newest });
}

export type RecipeEntry = {
  readonly kind: string;
  readonly version: number;
  readonly open: (job: string, brief: Brief) => Result<Work, Failure>;
};

/** Closes a recipe over a job and its brief. */
export function entryOf<Input>(recipe: Recipe<Input>): RecipeEntry {
  const workOf = (name: string, input: Input): Work => {
    const job = { id: name };
    return {
      documentId: recipe.documentId(input),
      targets: recipe.targets(input),
      about: recipe.about(input),
      sources: recipe.sources(input),
      without: (busy) => {
        const rest = recipe.without(input, busy);
        return rest === null ? null : workOf(name, rest);
      },
      plan: (outputs) => recipe.plan(input, outputs, job),
      request: (step, outputs, settings) => recipe.request(step, input, outputs, settings, job),
      check: recipe.check,
      apply: (output, outputs) => recipe.apply(output, input, outputs, job),
      finish: (outputs) => recipe.finish(input, outputs),
    };
  };
  return {
    kind: recipe.kind,
    version: recipe.version,
    open: (name, brief) => {
      const input = recipe.parse(brief.input);
      return input.ok ? ok(workOf(name, input.value)) : err(permanent('bad_brief', { detail: input.error.slice(0, 500) }));
    },
  };
}

/** The kinds of work of this build, newest version of each first. */
export const recipes: readonly RecipeEntry[] = [
  entryOf(blockGenerate),
  entryOf(blockRefine),
  entryOf(blockAnalyze),
  entryOf(documentGenerate),
];

export const catalog: Catalog = createCatalog(recipes);

/** Opens a job's work: its recipe over its brief, without the blocks that were left out at acceptance. */
export function openWork(
  catalogue: Catalog,
  job: { readonly id: string; readonly kind: string; readonly recipe: number; readonly leftOut: readonly BlockId[] },
  brief: Brief,
): Result<Work, Failure> {
  const open = catalogue(job.kind, job.recipe);
  if (open === null) return err(permanent('old_recipe'));
  const work = open(job.id, brief);
  if (!work.ok || job.leftOut.length === 0) return work;
  const rest = work.value.without(new Set(job.leftOut));
  return rest === null ? err(permanent('block_busy')) : ok(rest);
}
