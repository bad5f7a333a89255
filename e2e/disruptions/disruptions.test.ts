import { expect, test } from '@playwright/test';
import { type Cell, nameOf } from './cell.ts';
import { runCell } from './run-cell.ts';

/** One cell of each row that can be waited for; all others are played by `npm run disruptions`. */
const cells: readonly Cell[] = [
  { row: 'go to another page', column: 'mid-text', kind: 'block.generate' },
  { row: 'reload the only tab', column: 'result committed', kind: 'block.generate' },
  { row: 'close the tab', column: 'between steps', kind: 'document.generate' },
  { row: 'close all tabs', column: 'result reported', kind: 'block.generate' },
  { row: 'close all tabs, wait for me', column: 'mid-text', kind: 'document.generate' },
  { row: 'freeze the tab', column: 'mid-text', kind: 'block.generate' },
  { row: 'kill the engine', column: 'result reported', kind: 'document.generate' },
  { row: 'hang the engine', column: 'mid-text', kind: 'block.generate' },
  { row: 'SIGKILL the browser', column: 'before the first text', kind: 'block.generate' },
  { row: 'offline 5 s', column: 'result reported', kind: 'block.generate' },
  { row: 'server SIGTERM, start', column: 'server commits', kind: 'block.generate' },
  { row: 'server SIGTERM, the call outlasts it', column: 'mid-text', kind: 'block.generate' },
  { row: 'server kill -9, start', column: 'server commits', kind: 'block.generate' },
  { row: 'server SIGSTOP, SIGCONT', column: 'mid-text', kind: 'block.generate' },
  { row: 'deploy of a new build', column: 'mid-text', kind: 'block.generate' },
  { row: 'device clock +1 h', column: 'mid-text', kind: 'block.generate' },
  { row: 'device clock −1 h', column: 'queued', kind: 'block.generate' },
  { row: 'duplicate the tab', column: 'before the first text', kind: 'block.generate' },
  { row: 'second profile', column: 'mid-text', kind: 'block.generate' },
];

test.describe.configure({ timeout: 180_000 });

for (const cell of cells) {
  test(`[J4, J5, L2, L4] ${nameOf(cell)}: nothing is lost, doubled or called twice, and one drives`, async ({
    browser,
    launchOptions,
  }) => {
    expect(await runCell(cell, { browser, launch: launchOptions })).toMatchObject({ type: 'passed' });
  });
}
