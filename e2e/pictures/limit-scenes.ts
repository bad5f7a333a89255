import { expect, type Page } from '@playwright/test';
import { blockOf, buttonIn, generate } from '../fixtures/desk.ts';
import { oddFile } from '../fixtures/odd-file.ts';
import type { World } from '../fixtures/open-world.ts';
import { asked, prompt, scene, titled } from './plays.ts';
import type { Scene } from './scene.ts';

type File = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };
const file = (name: string, text: string): File => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

/** A document's window that takes sources in, with these files in it. */
async function offered(world: World, files: readonly File[], open?: Page): Promise<Page> {
  const page = await titled(world, open);
  await page.getByRole('button', { name: 'Add sources' }).first().click();
  await page
    .getByRole('dialog', { name: 'Add sources' })
    .locator('input[type=file]')
    .setInputFiles([...files]);
  return page;
}

const rows = (count: number): string =>
  ['title,text,date', ...Array.from({ length: count }, (_, at) => `Change ${at},What change ${at} brought.,2026-05-01`)].join(
    '\n',
  );

/** A source's editor whose text has grown past what a source may have; beside the document it stands in a panel, else in a sheet. */
async function tooLarge(world: World, width: 1280 | 390): Promise<Page> {
  const wide = await world.tab();
  await wide.setViewportSize({ width: 1280, height: 900 });
  const page = await offered(world, [file('minutes.txt', 'We met, and spoke of the road.')], wide);
  await page.getByRole('button', { name: 'Add source', exact: true }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  if (width === 390) {
    await page.setViewportSize({ width, height: 844 });
    await page.getByRole('button', { name: /^Sources/ }).click();
  }
  const table = page.getByRole('table', { name: 'Sources' });
  await table.getByRole('button', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit source' });
  await dialog.getByRole('textbox', { name: 'Text', exact: true }).fill('We met, and spoke of the road. '.repeat(40_000));
  await buttonIn(dialog, 'Save').click();
  await expect(page.getByText('a source may have up to')).toBeVisible();
  return page;
}

/** What is more than fits: into a model, a job, a document, a source or a file. */
export const limitScenes: readonly Scene[] = [
  scene('failed-too-long', async (world) => {
    const page = await asked(world, { type: 'refuse', status: 413 });
    await expect(blockOf(page, 1).getByRole('alert')).toContainText('longer than this model takes');
    return page;
  }),
  scene('failed-too-many-tokens', async (world) => {
    const page = await offered(
      world,
      ['spring.txt', 'summer.txt', 'autumn.txt', 'winter.txt'].map((name) =>
        file(name, `${name} `.padEnd(950_000, 'all of it. ')),
      ),
    );
    await page.getByRole('button', { name: 'Add 4 sources' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await generate(page, 1, prompt);
    await expect(blockOf(page, 1).getByRole('alert')).toBeVisible();
    return page;
  }),
  scene('brief-too-large', async (world) => {
    const page = await offered(
      world,
      Array.from({ length: 5 }, (_, at) => file(`part-${at + 1}.txt`, `Part ${at + 1}. `.padEnd(950_000, 'all of it. '))),
    );
    await page.getByRole('button', { name: 'Add 5 sources' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await generate(page, 1, prompt);
    await expect(page.getByText('a job carries at most')).toBeVisible();
    return page;
  }),
  scene('import-refused', async (world) => {
    const page = await offered(world, [
      ...['empty.txt', 'binary.csv', 'cut-off.json', 'open-quote.csv'].map(oddFile),
      file('minutes-of-the-whole-year.txt', 'x'.repeat(12_000_000)),
    ]);
    await expect(page.getByRole('dialog').getByRole('alert')).toHaveCount(5);
    return page;
  }),
  scene('import-too-many', async (world) => {
    const page = await offered(world, [file('changes.csv', rows(5_001))]);
    await expect(page.getByText('A document holds up to 5,000 sources')).toBeVisible();
    return page;
  }),
  { ...scene('source-too-large', (world) => tooLarge(world, 1280)), only: 1280 },
  { ...scene('source-too-large', (world) => tooLarge(world, 390)), only: 390 },
];
