import { chromium } from '@playwright/test';
import { findChromium } from '../../scripts/setup/browser.mjs';
import { type Cell, nameOf } from './cell.ts';
import { type Outcome, runCell } from './run-cell.ts';

/** Plays one cell in a browser of its own: what an earlier one killed or hung in it must not be there. */
export async function play(cell: Cell): Promise<Outcome> {
  const executablePath = findChromium();
  const launch = { ...(executablePath && { executablePath }), args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] };
  const browser = await chromium.launch(launch);
  try {
    return await runCell(cell, { browser, launch });
  } finally {
    await browser.close();
  }
}

/**
 * How long after a disruption a cell's job went on, in ms: from the harm, or from its end where something was gone for a while, to the
 * first new text in a tab, or to the server's lease where no tab is left. Throws if the cell does not pass, or nothing was left to come.
 */
export async function measure(cell: Cell): Promise<number> {
  const outcome = await play(cell);
  if (outcome.type !== 'passed') throw new Error(`${nameOf(cell)}: ${JSON.stringify(outcome)}`);
  if (outcome.resumedMs === null) throw new Error(`${nameOf(cell)}: nothing was left to come.`);
  return outcome.resumedMs;
}
