import { fillDevice, timeUntil } from '../fixtures/full-device.ts';
import { expect, test } from '../fixtures/world.ts';

/** Ten times the budget for the first page of a list: an order of magnitude that holds on a busy machine too. */
const atMostMs = 500;

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

test('with 10,000 blocks and 100,000 jobs on the device, the library, the jobs and a search are shown at once', async ({
  world,
}, info) => {
  test.setTimeout(300_000);
  const page = await world.tab();
  await expect(page.getByRole('button', { name: 'Open the sample' })).toBeVisible();
  await fillDevice(page);
  await page.reload();
  await expect(page.getByRole('link', { name: 'Seeded 499', exact: true })).toBeVisible();
  const times: Record<'library' | 'jobs' | 'search', number[]> = { library: [], jobs: [], search: [] };
  const box = page.getByRole('searchbox', { name: 'Search documents' });
  await box.fill('needle123');
  await expect(page.locator('mark')).toHaveText(['needle123'], { timeout: 60_000 });
  await expect(page.getByText('1 document.', { exact: true })).toBeVisible({ timeout: 60_000 });
  await box.fill('');
  for (let round = 0; round < 5; round += 1) {
    times.jobs.push(await timeUntil(page, { click: 'a[href="/jobs"]' }, 'a[href="/jobs/job00099999"]'));
    times.library.push(await timeUntil(page, { click: '.nav-item[href="/"]' }, '.document-row a[href="/documents/doc00000499"]'));
    times.search.push(await timeUntil(page, { type: `needle12${round % 2 === 0 ? '3' : ''}` }, 'mark'));
    await box.fill('');
    await expect(page.locator('mark')).toHaveCount(0);
  }
  const medians = Object.entries(times).map(([what, took]) => [what, Math.round(median(took))] as const);
  info.annotations.push({ type: 'median ms', description: JSON.stringify(Object.fromEntries(medians)) });
  expect(medians.filter(([, took]) => took > atMostMs)).toEqual([]);
  await expect(page.getByRole('link', { name: 'Seeded 450', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Seeded 449', exact: true })).toHaveCount(0);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(page.getByRole('link', { name: 'Seeded 400', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Seeded 499', exact: true })).toBeVisible();
});
