import { expect, type Page } from '@playwright/test';
import { addPromptBlock, blockOf, buttonIn, generate, promptOf } from '../fixtures/desk.ts';
import { addFolder, openLibrary, rowOf } from '../fixtures/library.ts';
import { openTab, type World } from '../fixtures/open-world.ts';
import { editText, expectText, expectWritten, sayRest, writeHalf } from '../fixtures/writing.ts';
import { doorScenes } from './door-scenes.ts';
import { jobScenes } from './job-scenes.ts';
import { limitScenes } from './limit-scenes.ts';
import { messageScenes } from './message-scenes.ts';
import { openScenes } from './open-scenes.ts';
import { asked, halfWritten, prompt, scene, script, severalDocuments, titled, visited } from './plays.ts';
import type { Scene } from './scene.ts';
import { shareScenes } from './share-scenes.ts';
import { sourceScenes } from './source-scenes.ts';
import { textScenes } from './text-scenes.ts';
import { threadScenes } from './thread-scenes.ts';
import { troubleScenes } from './trouble-scenes.ts';
import { versionScenes } from './version-scenes.ts';
import { waitingScenes } from './waiting-scenes.ts';

async function makeToken(page: Page, name: string, scope?: string): Promise<void> {
  await page.getByRole('textbox', { name: 'What it is for' }).fill(name);
  if (scope !== undefined) await page.getByRole('radio', { name: scope }).check();
  await page.getByRole('button', { name: 'Make token' }).click();
  await expect(page.getByText(/^mw_/)).toBeVisible();
}

async function sample(world: World): Promise<Page> {
  const page = await world.tab();
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await expect(promptOf(page, 1)).toBeVisible();
  return page;
}

const mine = script.whole.replace('crossing was closed', 'bridge was shut').replace('Nobody', 'Hardly anybody');

/** A block whose text a person has changed while it was written anew. */
async function withSuggestion(world: World, text: string): Promise<Page> {
  const page = await titled(world);
  await editText(page, 1, script.whole);
  world.provider.script({}, { type: 'held' });
  await generate(page, 1, prompt);
  const call = await world.provider.call(0);
  await editText(page, 1, text);
  await call.send(script.whole.replace('crossing was closed', 'crossing had been closed').replace('eleven days', 'two weeks'));
  await call.finish();
  await expect(page.getByRole('button', { name: 'Accept' })).toBeVisible();
  return page;
}

const editIn = (page: Page, text: string) => blockOf(page, 1).getByRole('textbox', { name: 'Content', exact: true }).fill(text);

const documents: readonly Scene[] = [
  scene('document-empty', titled),
  scene('document-running', halfWritten),
  scene('document-written', async (world) => {
    const page = await titled(world);
    await generate(page, 1, prompt);
    await expect(blockOf(page, 1).locator('.text')).toBeVisible();
    await expect(blockOf(page, 1).getByRole('progressbar')).toHaveCount(0);
    return page;
  }),
  scene('document-editing', async (world) => {
    const page = await titled(world);
    await sayRest(await writeHalf(world, page, 1, script), script);
    await expectWritten(page, 1, script.whole);
    await buttonIn(blockOf(page, 1), 'Edit').click();
    return page;
  }),
  scene('document-suggestion', (world) => withSuggestion(world, mine)),
  scene('document-merge', async (world) => {
    const page = await withSuggestion(world, mine);
    await page.getByRole('button', { name: 'Merge' }).click();
    await expect(page.getByText('to decide')).toBeVisible();
    return page;
  }),
  scene('document-history', async (world) => {
    const page = await withSuggestion(world, mine);
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('button', { name: 'History' }).click();
    const history = page.getByRole('complementary', { name: 'History of block 1' });
    await history.getByRole('listitem').nth(1).getByRole('button').first().click();
    await expect(history.locator('.difference')).toBeVisible();
    return page;
  }),
  scene('document-changed-elsewhere', async (world) => {
    const page = await titled(world);
    await editText(page, 1, script.first);
    const other = await openTab(page.context(), page.url());
    await expectText(other, 1, script.first);
    for (const each of [page, other]) await buttonIn(blockOf(each, 1), 'Edit').click();
    for (const each of [page, other]) await promptOf(each, 1).press('Control+End');
    await other.keyboard.type('Tell how the quarter went.');
    await page.keyboard.type('Sum up the quarter.');
    await editIn(other, `${script.first} There.`);
    await editIn(page, `${script.first} Here.`);
    await expect(page.getByRole('button', { name: 'Keep mine' })).toHaveCount(2);
    return page;
  }),
  scene('document-printed', async (world) => {
    const page = await titled(world);
    await sayRest(await writeHalf(world, page, 1, script), script);
    await expectWritten(page, 1, script.whole);
    await page.emulateMedia({ media: 'print' });
    return page;
  }),
  scene('document-cut-off', async (world) => {
    const page = await asked(world, { type: 'answer', text: script.first, stop: 'max_tokens' });
    await expect(blockOf(page, 1)).toContainText('The model ran out of room here');
    return page;
  }),
  scene('document-cancelled', async (world) => {
    const page = await halfWritten(world);
    await buttonIn(blockOf(page, 1), 'Cancel').click();
    await expect(buttonIn(blockOf(page, 1), 'Generate')).toBeEnabled();
    return page;
  }),
  scene('document-offline', async (world) => {
    const page = await titled(world);
    await world.server.kill9();
    await generate(page, 1, prompt);
    await expect(buttonIn(blockOf(page, 1), 'Cancel')).toBeVisible();
    return page;
  }),
  scene('document-several-running', async (world) => {
    const page = await halfWritten(world);
    for (const number of [2, 3, 4, 5]) {
      await addPromptBlock(page);
      await generate(page, number, `${prompt} Part ${number}.`);
    }
    return page;
  }),
  scene('sample', sample),
  scene('sample-sources-dialog', async (world) => {
    const page = await sample(world);
    await page.getByRole('button', { name: 'Add sources' }).first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
    return page;
  }),
];

const rooms: readonly Scene[] = [
  scene(
    'library-empty',
    async (world) => {
      const page = await visited(world, '/');
      await expect(page.getByRole('link', { name: 'How to set a key' })).toBeVisible();
      return page;
    },
    'demo',
  ),
  scene('library', async (world) => {
    const page = await severalDocuments(world);
    await page.getByRole('link', { name: 'Library' }).first().click();
    await expect(page.getByRole('searchbox', { name: 'Search documents' })).toBeVisible();
    return page;
  }),
  scene('library-folders-and-deletion', async (world) => {
    const page = await severalDocuments(world);
    await openLibrary(page);
    await addFolder(page, 'Teams');
    await page.getByRole('link', { name: 'All', exact: true }).click();
    await rowOf(page, 'Notes for the spring').getByRole('combobox', { name: 'Folder' }).selectOption('Teams');
    await expect(rowOf(page, 'Notes for the spring')).toContainText('Teams');
    await rowOf(page, 'Review of the third quarter').getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
    return page;
  }),
  scene('library-search', async (world) => {
    const page = await severalDocuments(world);
    await openLibrary(page);
    await page.getByRole('searchbox', { name: 'Search documents' }).fill('largest contributions');
    await expect(page.locator('mark').first()).toBeVisible();
    return page;
  }),
  scene('palette', async (world) => {
    const page = await severalDocuments(world);
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('option').first()).toBeVisible();
    return page;
  }),
  scene('shortcuts', async (world) => {
    const page = await visited(world, '/jobs');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    return page;
  }),
  scene('jobs-empty', (world) => visited(world, '/jobs')),
  scene('jobs', async (world) => {
    const page = await severalDocuments(world);
    await page.getByRole('link', { name: /^Jobs/ }).first().click();
    await expect(page.getByRole('listitem').filter({ hasText: 'Running' })).toHaveCount(1);
    return page;
  }),
  scene('job-with-lost-text', async (world) => {
    const page = await halfWritten(world);
    await world.server.kill9();
    await world.server.start();
    const again = await world.provider.call(1);
    await again.send(script.first);
    await expectText(page, 1, script.first);
    await page.getByRole('link', { name: /^Jobs/ }).first().click();
    await page.getByRole('listitem').getByRole('link').first().click();
    await expect(page).toHaveURL(/\/jobs\/./);
    await expect(page.getByText(/^Kept from attempt 1/)).toBeVisible();
    return page;
  }),
  scene('settings', (world) => visited(world, '/settings')),
  scene('settings-demo', (world) => visited(world, '/settings'), 'demo'),
  scene('settings-tokens', async (world) => {
    const page = await visited(world, '/settings');
    await makeToken(page, 'Nightly summary', 'May only read jobs');
    await page.getByRole('button', { name: 'Done' }).click();
    await makeToken(page, 'Browser extension');
    const origins = page.getByRole('textbox', { name: 'Origin' });
    await origins.fill('chrome-extension://abcdefghijklmnopabcdefghijklmnop');
    await page.getByRole('button', { name: 'Allow' }).click();
    await expect(page.getByRole('button', { name: /^Remove/ })).toBeVisible();
    await page.getByRole('heading', { name: 'Programs' }).scrollIntoViewIfNeeded();
    return page;
  }),
  scene('not-found', (world) => visited(world, '/documents/nothing-here')),
];

/** Every scene, in the order of a visit. */
export const scenes: readonly Scene[] = [
  ...rooms,
  ...documents,
  ...sourceScenes,
  ...textScenes,
  ...threadScenes,
  ...jobScenes,
  ...troubleScenes,
  ...waitingScenes,
  ...messageScenes,
  ...doorScenes,
  ...versionScenes,
  ...limitScenes,
  ...openScenes,
  ...shareScenes,
];
