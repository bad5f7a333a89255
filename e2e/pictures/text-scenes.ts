import { expect, type Page } from '@playwright/test';
import { blockOf, buttonIn, newDocument } from '../fixtures/desk.ts';
import { openTab, type World } from '../fixtures/open-world.ts';
import { editText, expectText } from '../fixtures/writing.ts';
import type { Scene } from './scene.ts';

const scene = (name: string, play: Scene['play']): Scene => ({ name, model: 'provider', play });

const texts = [
  'The quarter went well. Nothing was lost on the way.',
  'The quarter went better than the one before. Nothing was lost on the way, and opening takes half the time.',
];

async function edited(world: World): Promise<Page> {
  const page = await world.tab();
  await newDocument(page);
  await page.getByRole('textbox', { name: 'Title' }).fill('Review of the third quarter');
  for (const text of texts) await editText(page, 1, text);
  await page.setViewportSize({ width: 390, height: 844 });
  return page;
}

/** What a block's text was before, what met elsewhere, and a text by the demo model. */
export const textScenes: readonly Scene[] = [
  scene('history', async (world) => {
    const page = await edited(world);
    await buttonIn(blockOf(page, 1), 'History').click();
    await expect(page.getByRole('button', { name: 'Restore' }).first()).toBeVisible();
    return page;
  }),
  scene('text-changed-elsewhere', async (world) => {
    const page = await edited(world);
    const other = await openTab(page.context(), page.url());
    await expectText(other, 1, texts[1] ?? '');
    await buttonIn(blockOf(page, 1), 'Edit').click();
    await blockOf(page, 1).getByRole('textbox', { name: 'Content', exact: true }).press('Control+End');
    await page.keyboard.type(' And more is to come.');
    await editText(other, 1, 'Told in another tab.');
    await expect(page.getByText('also changed in another tab')).toBeVisible();
    return page;
  }),
  scene('deleted-page', async (world) => {
    const page = await edited(world);
    const other = await openTab(page.context(), page.url());
    await page.getByRole('link', { name: 'Library' }).first().click();
    await page.getByRole('listitem').getByRole('button', { name: 'Delete' }).click();
    await expect(other.getByRole('heading', { name: /is deleted$/ })).toBeVisible();
    return other;
  }),
  {
    name: 'demo-written',
    model: 'demo',
    play: async (world) => {
      const page = await world.tab();
      await page.getByRole('button', { name: 'Open the sample' }).click();
      await buttonIn(blockOf(page, 1), 'Generate').click();
      await expect(blockOf(page, 1).getByRole('progressbar')).toBeVisible();
      await expect(blockOf(page, 1).getByRole('progressbar')).toHaveCount(0, { timeout: 60_000 });
      return page;
    },
  },
];
