import { expect, type Page } from '@playwright/test';
import { blockOf, newDocument, promptOf } from '../fixtures/desk.ts';
import { oddFile } from '../fixtures/odd-file.ts';
import type { World } from '../fixtures/open-world.ts';
import type { Scene } from './scene.ts';

const scene = (name: string, play: Scene['play'], only?: Scene['only']): Scene => ({
  name,
  model: 'provider',
  play,
  ...(only && { only }),
});
const narrow = { width: 390, height: 844 };

/** The sample with its sources open, which is a sheet on a narrow screen and stands beside the document on a wide one. */
async function sampleSources(world: World): Promise<Page> {
  const page = await world.tab();
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await expect(promptOf(page, 1)).toBeVisible();
  await page.setViewportSize(narrow);
  await page.getByRole('button', { name: /^Sources/ }).click();
  await expect(page.getByRole('table', { name: 'Sources' })).toBeVisible();
  return page;
}

/** Files in the window that takes sources in. */
async function chosen(world: World, ...files: readonly string[]): Promise<Page> {
  const page = await world.tab();
  await newDocument(page);
  await page.getByRole('button', { name: 'Add sources' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add sources' });
  await dialog.locator('input[type=file]').setInputFiles(files.map(oddFile));
  await expect(dialog.getByRole('button', { name: /^Add \d+ sources$/ })).toBeEnabled();
  return page;
}

/** What a document is written from, and how that comes in, in all its states. */
export const sourceScenes: readonly Scene[] = [
  scene('sources', sampleSources),
  scene('sources-empty', async (world) => {
    const page = await world.tab();
    await newDocument(page);
    await page.setViewportSize(narrow);
    await page.getByRole('button', { name: /^Sources/ }).click();
    await expect(page.getByRole('button', { name: 'Add sources' })).toBeVisible();
    return page;
  }),
  scene(
    'sources-one-open',
    async (world) => {
      const page = await sampleSources(world);
      await page.getByRole('searchbox', { name: 'Filter sources' }).fill('successor cursor');
      await page.getByRole('table', { name: 'Sources' }).locator('summary').click();
      return page;
    },
    390,
  ),
  scene(
    'sources-none-found',
    async (world) => {
      const page = await sampleSources(world);
      await page.getByRole('searchbox', { name: 'Filter sources' }).fill('bakery');
      await expect(page.getByRole('table', { name: 'Sources' }).getByRole('row')).toHaveCount(0);
      return page;
    },
    390,
  ),
  scene(
    'source-edited',
    async (world) => {
      const page = await sampleSources(world);
      await page.getByRole('table', { name: 'Sources' }).getByRole('button', { name: 'Edit' }).first().click();
      await expect(page.getByRole('dialog', { name: 'Edit source' })).toBeVisible();
      return page;
    },
    390,
  ),
  scene(
    'sources-full-width',
    async (world) => {
      const page = await world.tab();
      await page.getByRole('button', { name: 'Open the sample' }).click();
      await page.getByRole('button', { name: 'Full width' }).click();
      await expect(page.getByRole('dialog', { name: 'Sources' }).getByRole('row').first()).toBeVisible();
      return page;
    },
    1280,
  ),
  scene('import-table', (world) => chosen(world, 'semicolons.csv')),
  scene('import-pull-requests', (world) => chosen(world, 'pull-requests.json')),
  scene('import-faults', (world) =>
    chosen(world, 'semicolons.csv', 'notes.md', 'cut-off.json', 'binary.csv', 'empty.txt', 'open-quote.csv'),
  ),
  scene('sources-used', async (world) => {
    world.provider.script({}, { type: 'answer', text: 'Three things were done this quarter.' });
    const page = await world.tab();
    await page.getByRole('button', { name: 'Open the sample' }).click();
    await blockOf(page, 1).getByRole('button', { name: 'Generate', exact: true }).click();
    await page.setViewportSize(narrow);
    await blockOf(page, 1)
      .getByRole('button', { name: /\d sources$/ })
      .click();
    await expect(page.getByText(/^Written from/)).toBeVisible();
    return page;
  }),
];
