import { expect, type Page } from '@playwright/test';
import { addPromptBlock, blockOf, buttonIn, newDocument } from '../fixtures/desk.ts';
import { failElsewhere } from '../fixtures/library.ts';
import type { World } from '../fixtures/open-world.ts';
import { editText } from '../fixtures/writing.ts';
import { scene, script } from './plays.ts';
import type { Scene } from './scene.ts';

/** A document with a text, open at its end, with so many messages of others that failed. */
async function withFailures(world: World, count: number): Promise<Page> {
  const page = await world.tab();
  const titles = [
    'Notes for the spring',
    'Plan of the move',
    'Letter to the neighbours',
    'Report on the bridge',
    'Minutes of May',
  ];
  await failElsewhere(world, page, titles.slice(0, count));
  await newDocument(page);
  await page.getByRole('textbox', { name: 'Title' }).fill('Review of the third quarter');
  await editText(page, 1, script.whole);
  await addPromptBlock(page);
  return page;
}

const toEnd = (page: Page): Promise<void> => page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));

/** Short messages over what a person works with: one, two, and more than can stand there. */
export const messageScenes: readonly Scene[] = [
  scene('messages-one', (world) => withFailures(world, 1)),
  scene('messages-two', async (world) => {
    const page = await withFailures(world, 2);
    await toEnd(page);
    return page;
  }),
  scene('messages-five', async (world) => {
    const page = await withFailures(world, 5);
    await toEnd(page);
    return page;
  }),
  scene('messages-unfolded', async (world) => {
    const page = await withFailures(world, 5);
    await page.getByRole('button', { name: '3 more' }).click();
    return page;
  }),
  scene('messages-panel', async (world) => {
    const page = await withFailures(world, 5);
    await page.setViewportSize({ width: 390, height: 844 });
    await buttonIn(blockOf(page, 1), 'History').click();
    await expect(page.getByRole('dialog').getByText('Current text')).toBeVisible();
    return page;
  }),
];
