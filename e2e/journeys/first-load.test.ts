import { gzipSync } from 'node:zlib';
import { expect, test } from '../fixtures/world.ts';

/** The budget of the first load, in bytes of script as they cross the wire. */
const budget = 200_000;

test('a first visit needs at most 200 kB of script before it can be used', async ({ world }) => {
  const page = await world.tab();
  await expect(
    page
      .getByRole('button', { name: 'New document' })
      .or(page.getByRole('link', { name: 'New document' }))
      .first(),
  ).toBeVisible();
  const html = await (await page.request.get(world.address())).text();
  const scripts = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, path = '']) => path);
  expect(scripts.length).toBeGreaterThan(0);
  const sizes = await Promise.all(
    scripts.map(async (path) => gzipSync(await (await page.request.get(world.address(path))).body(), { level: 9 }).length),
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(budget);
});
