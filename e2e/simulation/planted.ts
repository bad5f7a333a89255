import type { Planted } from './planted-bug.ts';
import { callBugs } from './planted-calls.ts';
import { jobBugs } from './planted-jobs.ts';
import { syncBugs } from './planted-sync.ts';

const bugs: Readonly<Record<string, Planted>> = { ...jobBugs, ...callBugs, ...syncBugs };

/** The names of all bugs. */
export const plantedNames: readonly string[] = Object.keys(bugs);

/** What plants a bug. */
export function planted(name: string): Planted {
  const bug = bugs[name];
  if (bug === undefined) throw new Error(`No bug is called ${name}. There are: ${plantedNames.join(', ')}.`);
  return bug;
}
