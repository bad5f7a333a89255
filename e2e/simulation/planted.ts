import type { SourceEdit } from './source-edits.ts';

/** Bugs that the simulation must catch, each a change of the shipped source. */
const bugs: Readonly<Record<string, readonly SourceEdit[]>> = {};

/** The edits that plant a bug. */
export function planted(name: string): readonly SourceEdit[] {
  const edits = bugs[name];
  if (edits === undefined) throw new Error(`No bug is called ${name}. There are: ${Object.keys(bugs).join(', ')}.`);
  return edits;
}
