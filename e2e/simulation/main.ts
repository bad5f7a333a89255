import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { countCells } from './cells.ts';
import { type Coverage, countedSeeds, startCoverage } from './coverage.ts';
import { planted } from './planted.ts';
import type { Report } from './print-report.ts';
import { editSources } from './source-edits.ts';

/*
 * npm run sim -- [--seeds 1000] [--from 1] [--seed 123] [--workers 1] [--plant <bug>] [--complete] [--coverage] [--json]
 *
 * `--seed` runs one. `--plant` puts a bug in first, to see that it is caught. `--complete` also fails where a fault, a deed or a cell of
 * the machine was never reached. `--coverage` tells which lines of the ledger, the jobs and the sync ran in the
 * first 150 worlds of each worker. `--json` prints the report for another program.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    workers: { type: 'string', default: '1' },
    plant: { type: 'string' },
    complete: { type: 'boolean', default: false },
    coverage: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const plant = values.plant ?? null;
const range =
  values.seed === undefined
    ? { from: Number(values.from), count: Number(values.seeds) }
    : { from: Number(values.seed), count: 1 };

const isSpread = Number(values.workers) > 1;
if (!isSpread) editSources([countCells, ...(plant === null ? [] : planted(plant).edits)]);
// What is compiled once is kept for the next process; not where lines are counted, which it would make less exact.
if (!values.coverage) enableCompileCache(join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'simulation'));
// The rest is imported only now, so that the sources are loaded with the edits, and counted.
const takeCoverage = values.coverage && !isSpread ? await startCoverage() : null;
const { printReport } = await import('./print-report.ts');
process.exitCode = printReport(isSpread ? await runSpread() : await runHere(takeCoverage), values);

async function runSpread(): Promise<Report> {
  const { spread } = await import('./spread.ts');
  return spread(range, Number(values.workers), plant, values.coverage);
}

/** To count lines makes everything slower by almost half: so it ends after some worlds. */
async function runHere(takeCoverage: (() => Promise<Coverage>) | null): Promise<Report> {
  const { runSeeds } = await import('./run-seeds.ts');
  if (takeCoverage === null) return runSeeds(range, plant);
  const { together } = await import('./spread.ts');
  const { from, count } = range;
  const counted = Math.min(count, countedSeeds);
  const first = { ...(await runSeeds({ from, count: counted }, plant)), coverage: await takeCoverage() };
  return counted === count ? first : together(first, await runSeeds({ from: from + counted, count: count - counted }, plant));
}
