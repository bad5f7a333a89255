import { parseArgs } from 'node:util';
import { type Section, tableOf } from './comparison.ts';
import { measureContinuity } from './continuity/section.ts';
import { loadNow, machineInWords } from './machine.ts';
import { measureRelay } from './relay/section.ts';
import { keepSection } from './results-page.ts';
import type { RunOptions } from './run.ts';
import { measureStore } from './store/section.ts';

/*
 * npm run bench [-- section … --long --repeats 1]
 *
 * Measures all sections, or those that are named, one after the other; prints a table of each and keeps them in RESULTS.md. `--repeats`
 * is for trying it out: fewer runs make a worse median.
 */
const sections: Readonly<Record<string, (options: RunOptions) => Promise<Section>>> = {
  relay: measureRelay,
  store: measureStore,
  continuity: measureContinuity,
};
const { values, positionals } = parseArgs({
  options: { long: { type: 'boolean', default: false }, repeats: { type: 'string' } },
  allowPositionals: true,
});
const options: RunOptions = { long: values.long, repeats: values.repeats === undefined ? null : Number(values.repeats) };
const names = Object.keys(sections);
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0) throw new Error(`There is no section ${unknown.join(', ')}; there are ${names.join(', ')}.`);

for (const [name, measure] of Object.entries(sections)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const [loadBefore, startedAt] = [loadNow(), performance.now()];
  const { comparisons, notes } = await measure(options);
  const tookSeconds = (performance.now() - startedAt) / 1_000;
  const at = `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  console.log(`\n${name}\n${tableOf(comparisons)}`);
  const kept = { at, machine: machineInWords(), loadBefore, loadAfter: loadNow(), tookSeconds };
  await keepSection(name, { ...kept, comparisons: [...comparisons], notes: [...notes] }, names);
}
process.exit();
