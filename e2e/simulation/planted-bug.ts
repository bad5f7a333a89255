import type { SourceEdit } from './source-edits.ts';

/** A bug that the simulation must catch: changes of the shipped source, each of which must still fit it exactly once. */
export type Planted = {
  /** A seed that catches it, or did before the scenarios or the source changed: the search begins here. */
  readonly from: number;
  readonly edits: readonly SourceEdit[];
};

/** One change of a file as it is loaded. */
export const edit = (file: string, find: string, put: string): SourceEdit => ({ file, find, put });
