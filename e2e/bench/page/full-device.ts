import type { Page } from '@playwright/test';
import { newDocument, promptOf } from '../../fixtures/desk.ts';
import { openCopy } from '../../fixtures/device-copy.ts';
import { fillDevice, fullDevice, timeUntil } from '../../fixtures/full-device.ts';
import { inWorld } from '../browser-world.ts';
import { alone, type Comparison } from '../comparison.ts';
import { repeat } from '../run.ts';
import { typeInto } from './keystrokes.ts';

const holds = `${fullDevice.documents * fullDevice.blocksEach} blocks and ${fullDevice.jobs} jobs`;
const typed = 'Tell it so that somebody who was away understands it.';
const indexLimitMs = 120_000;

/** Lists and typing on a device of many years. */
export const measureFullDevice = (times: number): Promise<readonly Comparison[]> =>
  inWorld({}, async (world) => {
    const page = await world.tab();
    await page.getByRole('button', { name: 'Open the sample' }).waitFor();
    await fillDevice(page);
    await page.reload();
    await page.getByRole('link', { name: 'Seeded 499', exact: true }).waitFor();
    await expectIndexed(page);
    const box = page.getByRole('searchbox', { name: 'Search documents' });
    const rounds = await repeat(times + 1, async () => {
      const jobs = await timeUntil(page, { click: 'a[href="/jobs"]' }, 'a[href="/jobs/job00099999"]');
      const library = await timeUntil(page, { click: '.nav-item[href="/"]' }, '.document-row a[href="/documents/doc00000499"]');
      const search = await timeUntil(page, { type: 'needle123' }, 'mark');
      await box.fill('');
      await page.locator('mark').waitFor({ state: 'detached' });
      return { jobs, library, search, raw: await readRaw(page) };
    });
    // The first one loads what the pages are made of.
    const counted = rounds.slice(1);
    const limits = [{ by: 'raw read of 50 rows', values: counted.map(({ raw }) => raw) }];
    const list = (name: string, ours: readonly number[]): Comparison => ({
      ...alone,
      what: `first page of ${name}, with ${holds}`,
      unit: 'ms',
      ours: [...ours],
      limits,
      budget: { atMost: 50 },
    });
    await newDocument(page);
    const keys = await repeat(Math.min(3, times), () => typeInto(page, promptOf(page, 1), typed));
    return [
      list(
        'the library',
        counted.map(({ library }) => library),
      ),
      list(
        'the jobs',
        counted.map(({ jobs }) => jobs),
      ),
      list(
        'what a search finds',
        counted.map(({ search }) => search),
      ),
      {
        ...alone,
        what: `a key → the frame that shows it, p95, with ${holds}`,
        unit: 'ms',
        ours: [...keys],
        budget: { atMost: 50 },
      },
    ];
  });

/** The search's worker has read everything. */
async function expectIndexed(page: Page): Promise<void> {
  const box = page.getByRole('searchbox', { name: 'Search documents' });
  await box.fill('needle123');
  await page.getByText('1 document.', { exact: true }).waitFor({ timeout: indexLimitMs });
  await box.fill('');
  await page.locator('mark').waitFor({ state: 'detached' });
}

/** The limit: fifty rows of the same store by their keys, the newest first, drawn nowhere. */
async function readRaw(page: Page): Promise<number> {
  const copy = await openCopy(page);
  return copy.evaluate(async (database) => {
    const from = performance.now();
    await new Promise<void>((resolve, reject) => {
      const asked = database.transaction('jobs').objectStore('jobs').openCursor(null, 'prev');
      let left = 50;
      asked.onerror = () => reject(asked.error);
      asked.onsuccess = () => {
        left -= 1;
        if (asked.result === null || left === 0) resolve();
        else asked.result.continue();
      };
    });
    const took = performance.now() - from;
    database.close();
    return took;
  });
}
