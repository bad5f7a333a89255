import { parseArgs } from 'node:util';
import { attempt, type Section, tableOf } from './comparison.ts';
import { measureContinuity } from './continuity/section.ts';
import { measureEngine } from './engine/section.ts';
import { loadNow, machineInWords } from './machine.ts';
import { measurePage } from './page/section.ts';
import { measureRelay } from './relay/section.ts';
import { keepSection } from './results-page.ts';
import type { RunOptions } from './run.ts';
import { measureStore } from './store/section.ts';

/*
 * npm run bench [-- section … --long --repeats 1]
 *
 * Measures all sections, or those that are named, one after the other; prints a table of each and keeps them in RESULTS.md. `--repeats`
 * is for trying it out: fewer runs make a worse median. What cannot be measured is a line that says why, and makes the whole end with 1;
 * a budget that is missed does not.
 */
const sections: Readonly<Record<string, (options: RunOptions) => Promise<Section>>> = {
  relay: measureRelay,
  store: measureStore,
  engine: measureEngine,
  page: measurePage,
  continuity: measureContinuity,
};
const { values, positionals } = parseArgs({
  options: { long: { type: 'boolean', default: false }, repeats: { type: 'string' } },
  allowPositionals: true,
});
/** The whole without `--long` ends within a quarter of an hour. */
const quarterMs = 14 * 60_000;
const options: RunOptions = {
  long: values.long,
  repeats: values.repeats === undefined ? null : Number(values.repeats),
  untilMs: values.long || positionals.length > 0 ? Number.POSITIVE_INFINITY : quarterMs,
};
// Whoever stops the benchmark leaves nothing behind either.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const names = Object.keys(sections);
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0) throw new Error(`There is no section ${unknown.join(', ')}; there are ${names.join(', ')}.`);

let hasFailed = false;
for (const [name, measure] of Object.entries(sections)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const [loadBefore, startedAt] = [loadNow(), performance.now()];
  const section = await measure(options).catch(failedSection(name));
  const tookSeconds = (performance.now() - startedAt) / 1_000;
  const at = `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  console.log(`\n${name}, ${Math.round(tookSeconds)} s\n${tableOf(section.comparisons)}`);
  await keepSection(name, section, { at, machine: machineInWords(), loadBefore, loadAfter: loadNow(), tookSeconds }, names);
  hasFailed ||= section.comparisons.some(({ failed }) => failed !== undefined);
}
process.exit(hasFailed ? 1 : 0);

/** A section of which nothing could be measured; the others still are. */
function failedSection(name: string): (error: unknown) => Promise<Section> {
  return async (error) => ({ comparisons: await attempt(name, () => Promise.reject(error)), notes: [] });
}
