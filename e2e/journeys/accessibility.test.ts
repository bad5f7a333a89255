import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { newDocument } from '../fixtures/desk.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { sayRest, writeHalf } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

/** What axe finds wrong with the page, by rule and place, once its own part of the app has been loaded and says what it is. */
async function faultsOf(page: Page): Promise<readonly string[]> {
  await expect(page.locator('h1')).toBeAttached();
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing wrong with any page, ${colorScheme}`, async ({ world }) => {
    const page = await world.tab();
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.getByRole('button', { name: 'Open the sample' })).toBeVisible();
    expect(await faultsOf(page)).toEqual([]);
    await newDocument(page);
    const document = page.url();
    const call = await writeHalf(world, page, 1, script);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: /^Jobs/ }).first().click();
    await expect(page.getByRole('listitem').filter({ hasText: 'Running' })).toHaveCount(1);
    expect(await faultsOf(page)).toEqual([]);
    await sayRest(call, script);
    await expect(page.getByRole('listitem').filter({ hasText: 'Completed' })).toHaveCount(1);
    await page.getByRole('listitem').filter({ hasText: 'Completed' }).getByRole('link').first().click();
    await expect(page).toHaveURL(/\/jobs\/./);
    expect(await faultsOf(page)).toEqual([]);
    for (const path of [new URL(document).pathname, '/settings', '/']) {
      await page.goto(world.address(path));
      await expect(page.getByRole('main')).toBeVisible();
      expect(await faultsOf(page)).toEqual([]);
    }
  });
}
