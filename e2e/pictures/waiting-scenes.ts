import { expect, type Page } from '@playwright/test';
import { addPromptBlock, blockOf, generate, newDocument } from '../fixtures/desk.ts';
import { holdStore } from '../fixtures/held-store.ts';
import { openLibrary } from '../fixtures/library.ts';
import { openTab, type World } from '../fixtures/open-world.ts';
import { linkFor } from '../fixtures/program.ts';
import { expectSynced, expectText } from '../fixtures/writing.ts';
import { halfWritten, prompt, scene, script, severalDocuments, titled, visited } from './plays.ts';
import type { Scene } from './scene.ts';

/** A page whose device does not answer yet: of a document, or of the path. */
const held = (path: string | null) => async (world: World) => {
  const page = await titled(world);
  await expectSynced(page);
  const other = await openTab(page.context(), world.address('/icon.svg'));
  await holdStore(other);
  const reading = await openTab(page.context(), path === null ? page.url() : world.address(path));
  await expect(bones(reading).first()).toBeVisible();
  return reading;
};

const bones = (page: Page) => page.locator('.bone');

/** Nothing more may be spent this month. */
async function capped(world: World): Promise<Page> {
  const page = await visited(world, '/settings');
  const cap = page.getByRole('textbox', { name: 'Monthly cap in dollars' });
  await expect(page.getByText(/^\$0 used in \w+\.$/)).toBeVisible();
  await cap.fill('0');
  await cap.press('Enter');
  await expect(page.getByText(/^\$0 of \$0 used in \w+\.$/)).toBeVisible();
  return page;
}

/** A document that another browser of the same person has written, seen from the second. */
async function elsewhere(world: World): Promise<Page> {
  const first = await halfWritten(world);
  await addPromptBlock(first);
  await generate(first, 2, `${prompt} Part 2.`);
  const profile = await world.profile();
  const page = await openTab(profile.context(), await linkFor(world));
  await expectSynced(page);
  await page.goto(first.url());
  await expectText(page, 1, script.first);
  await expect(blockOf(page, 1).getByText(/ on Chrome on \w+/)).toBeVisible();
  return page;
}

/** What is still being read, what must not go on, and what goes on elsewhere. */
export const waitingScenes: readonly Scene[] = [
  scene('library-loading', held('/')),
  scene('document-loading', held(null)),
  scene('jobs-loading', held('/jobs')),
  scene('settings-loading', held('/settings')),
  scene('statistics-loading', async (world) => {
    const page = await severalDocuments(world);
    await openLibrary(page);
    await page.route('**/trpc/**statistics**', () => new Promise<void>(() => {}));
    await page.getByRole('link', { name: /^Jobs/ }).first().click();
    await page.getByRole('link', { name: 'Statistics' }).click();
    await expect(bones(page).first()).toBeVisible();
    return page;
  }),
  scene('cap-reached', async (world) => {
    const page = await titled(world, await capped(world));
    await generate(page, 1, prompt);
    await expect(blockOf(page, 1)).toContainText(/is reached: raise it in Settings/);
    return page;
  }),
  scene('cap-reached-jobs', async (world) => {
    const page = await titled(world, await capped(world));
    await generate(page, 1, prompt);
    await expect(blockOf(page, 1)).toContainText(/is reached: raise it in Settings/);
    await page.getByRole('link', { name: /^Jobs/ }).first().click();
    await expect(page.getByRole('listitem').filter({ hasText: 'is reached' })).toHaveCount(1);
    return page;
  }),
  scene('cap-reached-settings', async (world) => {
    const page = await capped(world);
    await page.getByRole('heading', { name: 'Spending' }).scrollIntoViewIfNeeded();
    return page;
  }),
  scene('elsewhere', elsewhere),
  scene('elsewhere-jobs', async (world) => {
    const page = await elsewhere(world);
    await page.getByRole('link', { name: /^Jobs/ }).first().click();
    await expect(page.getByText(/ on Chrome on \w+/).first()).toBeVisible();
    return page;
  }),
  scene('library-none-found', async (world) => {
    const page = await severalDocuments(world);
    await openLibrary(page);
    await page.getByRole('searchbox', { name: 'Search documents' }).fill('bakery');
    await expect(page.getByText('Nothing has “bakery” in it.')).toBeVisible();
    return page;
  }),
  scene('job-ended-elsewhere', async (world) => {
    world.provider.script({}, { type: 'held' });
    const page = await titled(world);
    await generate(page, 1, prompt);
    const call = await world.provider.call(0);
    await newDocument(page);
    await call.send(script.whole);
    await call.finish();
    await expect(page.getByText(/is ready\.$/)).toBeVisible();
    return page;
  }),
];
