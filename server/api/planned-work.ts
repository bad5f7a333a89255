import type { BlockId, DocumentId } from '../../shared/kernel/brand.ts';
import type { Brief } from '../../shared/recipes/recipe.ts';
import { maxSources } from '../../shared/recipes/sources.ts';
import type { Change } from '../../shared/sync/change.ts';
import { invalid, problem } from './problem.ts';

/** What a request comes down to: changes to the documents, then a job over a frozen brief. */
export type PlannedWork = {
  readonly changes: readonly Change[];
  readonly brief: Brief;
  readonly documentId: DocumentId;
  readonly targets: readonly BlockId[];
  /** A model's id, or `default`. */
  readonly model: string;
};

/** The request's sources and the document's own are more than a job takes. */
export const tooManySources = invalid(
  'input.sources',
  `With those of the document these are more than ${maxSources.toLocaleString('en')}.`,
);

/** The same for a block that is not there and for somebody else's. */
export const noBlock = problem('not_found', 'There is no such block.');
