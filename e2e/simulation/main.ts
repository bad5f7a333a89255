import { parseArgs } from 'node:util';
import { countCells } from './cells.ts';
import { startCoverage } from './coverage.ts';
import { planted } from './planted.ts';
import { editSources } from './source-edits.ts';

/*
 * npm run sim -- [--seeds 1000] [--from 1] [--seed 123] [--workers 1] [--plant <bug>] [--complete] [--coverage] [--json]
 *
 * `--seed` runs one. `--plant` puts a bug in first, to see that it is caught. `--complete` also fails where a fault, a deed or a cell of
 * the machine was never reached. `--coverage` tells which lines of the ledger, the jobs and the sync ran. `--json` prints the report for another program.
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
// The rest is imported only now, so that the sources are loaded with the edits, and counted.
const takeCoverage = values.coverage && !isSpread ? await startCoverage() : null;
const { printReport } = await import('./print-report.ts');
const report = isSpread
  ? await (await import('./spread.ts')).spread(range, Number(values.workers), plant, values.coverage)
  : await (await import('./run-seeds.ts')).runSeeds(range, plant);
const coverage = takeCoverage === null ? report.coverage : await takeCoverage();
process.exitCode = printReport({ ...report, coverage }, values);
