import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { findChromium } from '../../scripts/setup/browser.mjs';
import { root } from '../../scripts/setup/project.mjs';
import { absenceOf } from './absent.ts';
import { allCells, type Cell, longRows, nameOf } from './cell.ts';
import { type Outcome, runCell } from './run-cell.ts';
import type { Stage } from './scene.ts';
import { sumOf, tableOf } from './table.ts';

/*
 * npm run disruptions [-- --row <part of a name> --column <part> --kind <part> --workers 2 --long]
 *
 * Plays the matrix of disruptions, or the cells that fit, and prints it as a table. Who plays all of it, long rows too, has the table
 * written into ARCHITECTURE.md, between its markers.
 */
const { values } = parseArgs({
  options: {
    row: { type: 'string', default: '' },
    column: { type: 'string', default: '' },
    kind: { type: 'string', default: '' },
    workers: { type: 'string', default: '2' },
    long: { type: 'boolean', default: false },
  },
});

const isChosen = ({ row, column, kind }: Cell): boolean =>
  row.includes(values.row) &&
  column.includes(values.column) &&
  kind.includes(values.kind) &&
  (values.long || !longRows.includes(row));

const executablePath = findChromium();
const launch = { ...(executablePath && { executablePath }), args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] };
const waiting = allCells.filter((cell) => absenceOf(cell) === null && isChosen(cell));
const isWhole = waiting.length === allCells.filter((cell) => absenceOf(cell) === null).length;
const played = new Map<string, Outcome>();

await Promise.all(Array.from({ length: Number(values.workers) }, playWhatWaits));
console.log(`\n${tableOf(played)}\n\n${sumOf(played)}`);
if (isWhole) await writeTable();
if ([...played.values()].some(({ type }) => type !== 'passed')) process.exitCode = 1;

async function playWhatWaits(): Promise<void> {
  for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) {
    const startedAt = performance.now();
    const outcome = await playAlone(cell);
    played.set(nameOf(cell), outcome);
    console.log(`${nameOf(cell)}: ${inWords(outcome)}, ${Math.round((performance.now() - startedAt) / 1_000)} s`);
  }
}

/** In a browser of its own: what an earlier cell killed or hung in it must not be there. */
async function playAlone(cell: Cell): Promise<Outcome> {
  const browser = await chromium.launch(launch);
  const stage: Stage = { browser, launch };
  try {
    return await runCell(cell, stage);
  } catch (error) {
    return { type: 'failed', faults: [String(error)] };
  } finally {
    await browser.close();
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

async function writeTable(): Promise<void> {
  const file = join(root, 'ARCHITECTURE.md');
  const [start, end] = ['<!-- disruptions -->', '<!-- /disruptions -->'];
  const text = await readFile(file, 'utf8');
  const [before, rest] = text.split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`ARCHITECTURE.md has no ${start} … ${end}.`);
  await writeFile(file, `${before}${start}\n${tableOf(played)}\n\n${sumOf(played)}\n${end}${after}`);
}
