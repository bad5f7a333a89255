import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../scripts/setup/project.mjs';
import { absenceOf } from './absent.ts';
import { allCells, type Cell, longRows, nameOf } from './cell.ts';
import { play } from './play.ts';
import type { Outcome } from './run-cell.ts';
import { sumOf, tableOf } from './table.ts';

/*
 * npm run disruptions [-- --row <part of a name> --column <part> --kind <part> --workers 2 --long --again]
 *
 * Plays the matrix of disruptions, or the cells that fit, prints it as a table, and writes the table into ARCHITECTURE.md, between its
 * markers. What was played is kept, so that runs of parts add up: a cell stands in the table as it was played last. `--again` forgets
 * what was kept.
 */
const { values } = parseArgs({
  options: {
    row: { type: 'string', default: '' },
    column: { type: 'string', default: '' },
    kind: { type: 'string', default: '' },
    workers: { type: 'string', default: '2' },
    long: { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
  },
});
const keptIn = join(root, '.cache/disruptions.json');
const isAsked = ({ row, column, kind }: Cell): boolean =>
  row.includes(values.row) && column.includes(values.column) && kind.includes(values.kind);

const waiting = allCells.filter(
  (cell) => absenceOf(cell) === null && isAsked(cell) && (values.long || !longRows.includes(cell.row)),
);
const played = values.again ? new Map<string, Outcome>() : await readKept();
let failures = 0;

await Promise.all(Array.from({ length: Number(values.workers) }, playWhatWaits));
console.log(`\n${tableOf(played)}\n\n${sumOf(played)}`);
await writeTable();
// Nothing that a cell has left open, such as a connection to a process that is gone, may keep this one.
process.exit(failures > 0 ? 1 : 0);

async function playWhatWaits(): Promise<void> {
  for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) {
    const startedAt = performance.now();
    const outcome = await play(cell);
    if (outcome.type !== 'passed') failures += 1;
    played.set(nameOf(cell), outcome);
    await keep();
    console.log(`${nameOf(cell)}: ${inWords(outcome)}, ${Math.round((performance.now() - startedAt) / 1_000)} s`);
  }
}

function inWords(outcome: Outcome): string {
  switch (outcome.type) {
    case 'passed':
      return outcome.resumedMs === null ? 'passed' : `passed, went on after ${Math.round(outcome.resumedMs)} ms`;
    case 'failed':
      return `failed: ${outcome.faults.join('; ')}`;
    case 'not exercised':
      return `not exercised: ${outcome.doubts.join('; ')}`;
  }
}

/** Cells that the matrix no longer has are forgotten. */
async function readKept(): Promise<Map<string, Outcome>> {
  const text = await readFile(keptIn, 'utf8').catch(() => '{}');
  const known = new Set(allCells.filter((cell) => absenceOf(cell) === null).map(nameOf));
  return new Map(Object.entries<Outcome>(JSON.parse(text)).filter(([name]) => known.has(name)));
}

async function keep(): Promise<void> {
  await mkdir(dirname(keptIn), { recursive: true });
  await writeFile(keptIn, JSON.stringify(Object.fromEntries(played)));
}

async function writeTable(): Promise<void> {
  const file = join(root, 'ARCHITECTURE.md');
  const [start, end] = ['<!-- disruptions -->', '<!-- /disruptions -->'];
  const text = await readFile(file, 'utf8');
  const [before, rest] = text.split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`ARCHITECTURE.md has no ${start} … ${end}.`);
  await writeFile(file, `${before}${start}\n${tableOf(played)}\n\n${sumOf(played)}\n${end}${after}`);
}
