import { blockAnalyze } from '../../shared/recipes/block-analyze.ts';
import { blockGenerate } from '../../shared/recipes/block-generate.ts';
import { blockRefine } from '../../shared/recipes/block-refine.ts';
import { type Catalog, createCatalog, entryOf, recipes } from '../../shared/recipes/catalog.ts';
import { documentGenerate } from '../../shared/recipes/document-generate.ts';

const second = [
  entryOf({ ...blockGenerate, version: 2 }),
  entryOf({ ...documentGenerate, version: 2 }),
  entryOf({ ...blockRefine, version: 2 }),
  entryOf({ ...blockAnalyze, version: 2 }),
];

/**
 * Builds of the product, as they follow each other: today's, one whose recipes have a new version beside the old, and one in which the
 * old is gone (J2).
 */
export const builds: readonly Catalog[] = [createCatalog(recipes), createCatalog([...second, ...recipes]), createCatalog(second)];

/** The catalog of a build; the last one for any that follows. */
export function catalogOf(build: number): Catalog {
  const catalog = builds[Math.min(build, builds.length - 1)];
  if (catalog === undefined) throw new Error(`There is no build ${build}.`);
  return catalog;
}
