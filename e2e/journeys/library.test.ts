import { blockOf, buttonIn, generate, newDocument, promptOf } from '../fixtures/desk.ts';
import { addDocument, addFolder, openLibrary, rowOf } from '../fixtures/library.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { editText, expectSynced, expectText, expectWritten, writeHalf } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

test('[S5] a deleted document is gone in every tab, and Undo in any of them brings it back with its texts', async ({ world }) => {
  world.provider.script({}, { type: 'answer', text: script.whole });
  const page = await world.tab();
  await newDocument(page);
  const document = new URL(page.url()).pathname;
  await page.getByRole('textbox', { name: 'Title' }).fill('Review');
  await generate(page, 1, 'Tell how the quarter went.');
  await expectWritten(page, 1, script.whole);
  const other = await world.tab();
  const third = await world.tab(document);
  await expectText(third, 1, script.whole);
  await openLibrary(page);
  await rowOf(page, 'Review').getByRole('button', { name: 'Delete' }).click();
  await expect(rowOf(page, 'Review')).toHaveCount(0);
  await expect(rowOf(other, 'Review')).toHaveCount(0);
  await expect(third.getByRole('heading', { name: '“Review” is deleted' })).toBeVisible();
  await other.getByRole('button', { name: 'Undo' }).click();
  await expect(rowOf(other, 'Review').getByRole('link')).toBeFocused();
  await expect(rowOf(page, 'Review')).toHaveCount(1);
  await expectText(third, 1, script.whole);
});

test('[S5] a deletion names the job it ends; it is done when no tab is left to take it back', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  await page.getByRole('textbox', { name: 'Title' }).fill('Review');
  const call = await writeHalf(world, page, 1, script);
  await openLibrary(page);
  await rowOf(page, 'Review').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('Its job “Tell how the quarter went.” will be cancelled.')).toBeVisible();
  expect(call.record().state).toBe('open');
  await page.close();
  await expect.poll(() => call.record().state).toBe('aborted');
  const next = await world.tab();
  await expect(next.getByRole('button', { name: 'Open the sample' })).toBeVisible();
  await expectSynced(next);
});

test('[S5] a deletion that nobody takes back is done after its time, and the server knows', async ({ world }) => {
  const page = await world.tab();
  await addDocument(page, 'Review');
  await addDocument(page, 'Notes');
  await rowOf(page, 'Review').getByRole('button', { name: 'Delete' }).click();
  await expect(rowOf(page, 'Notes').getByRole('button', { name: 'Delete' })).toBeFocused();
  await expect(page.getByText('“Review” is deleted.')).toBeVisible();
  await expect(page.getByText('“Review” is deleted.')).toHaveCount(0);
  await expect(rowOf(page, 'Review')).toHaveCount(0);
  await expectSynced(page);
  await page.reload();
  await expect(rowOf(page, 'Notes')).toHaveCount(1);
  await expect(rowOf(page, 'Review')).toHaveCount(0);
});

test('[S5] of five deletions at once two are in sight, the rest behind a line, and the Undo of the first is as good as ever', async ({
  world,
}) => {
  const page = await world.tab();
  const titles = ['One', 'Two', 'Three', 'Four', 'Five'];
  for (const title of titles) await addDocument(page, title);
  for (const title of titles) await rowOf(page, title).getByRole('button', { name: 'Delete' }).click();
  const messages = page.getByRole('region', { name: 'Messages' });
  await messages.getByRole('button', { name: '3 more' }).click();
  await messages.locator('.toast', { hasText: '“One” is deleted.' }).getByRole('button', { name: 'Undo' }).click();
  await expect(rowOf(page, 'One')).toHaveCount(1);
  await messages.getByRole('button', { name: 'Show fewer' }).click();
  await expect(messages.getByRole('button', { name: /more$/ })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search documents' }).click();
  await expect(messages.locator('.toast')).toHaveCount(0);
  await expect(rowOf(page, 'One')).toHaveCount(1);
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
});

test('[S5] a message that comes does not move the Undo that the pointer is on', async ({ world }) => {
  const page = await world.tab();
  for (const title of ['One', 'Two', 'Three', 'Four']) await addDocument(page, title);
  for (const title of ['One', 'Two']) {
    await rowOf(page, title).getByRole('button', { name: 'Delete' }).click();
    // Until it is gone the next deletion would move the focus to its row.
    await expect(rowOf(page, title)).toHaveCount(0);
  }
  const messages = page.getByRole('region', { name: 'Messages' });
  const undo = messages.locator('.toast', { hasText: '“One” is deleted.' }).getByRole('button', { name: 'Undo' });
  await undo.hover();
  const before = await undo.boundingBox();
  await page.keyboard.press('Enter');
  await expect(messages.getByRole('button', { name: '1 more' })).toBeVisible();
  expect(await undo.boundingBox()).toEqual(before);
  await page.mouse.down();
  await page.mouse.up();
  await expect(rowOf(page, 'One')).toHaveCount(1);
  await expect(rowOf(page, 'Two')).toHaveCount(0);
});

test('a copy has the texts of the original and goes its own way', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  await page.getByRole('textbox', { name: 'Title' }).fill('Review');
  await editText(page, 1, 'What I know.');
  await openLibrary(page);
  await rowOf(page, 'Review').getByRole('button', { name: 'Duplicate' }).click();
  const copy = rowOf(page, 'Review (copy)').getByRole('link');
  await expect(copy).toBeFocused();
  await copy.press('Enter');
  await expectText(page, 1, 'What I know.');
  await editText(page, 1, 'What I know now.');
  await openLibrary(page);
  await rowOf(page, 'Review').getByRole('link').click();
  await expectText(page, 1, 'What I know.');
});

test('documents move into folders and out of them; a folder is renamed and deleted, its documents stay', async ({ world }) => {
  const page = await world.tab();
  await addDocument(page, 'Review');
  await addDocument(page, 'Notes');
  await addFolder(page, 'Teams');
  await expect(page.getByText('Nothing is in this folder yet.')).toBeVisible();
  await newDocument(page);
  await page.getByRole('textbox', { name: 'Title' }).fill('Made in the folder');
  await openLibrary(page);
  await rowOf(page, 'Review').getByRole('combobox', { name: 'Folder' }).selectOption('Teams');
  await expect(rowOf(page, 'Review')).toContainText('Teams');
  await page.getByRole('link', { name: 'Teams', exact: true }).click();
  await expect(rowOf(page, 'Made in the folder')).toHaveCount(1);
  await expect(rowOf(page, 'Review')).toHaveCount(1);
  await expect(rowOf(page, 'Notes')).toHaveCount(0);
  await page.getByRole('button', { name: 'Rename folder' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Old teams');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('link', { name: 'Old teams', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Delete folder' }).click();
  await expect(page.getByRole('link', { name: 'Old teams', exact: true })).toHaveCount(0);
  await expect(rowOf(page, 'Review')).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('link', { name: 'Old teams', exact: true })).toBeFocused();
});

test('a template brings its prompts; a new document begins with one empty prompt', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  await expect(promptOf(page, 1)).toHaveValue('');
  await expect(page.getByRole('article')).toHaveCount(1);
  await page.getByRole('button', { name: 'New from a template' }).click();
  await page.getByRole('menuitem', { name: 'Report' }).click();
  await expect(page.getByRole('article')).toHaveCount(4);
  await expect(promptOf(page, 1)).toHaveValue(/Sum up/);
  await page.getByRole('button', { name: 'New from a template' }).click();
  await page.getByRole('menuitem', { name: 'Blank' }).click();
  await expect(page.getByText('A document is made of blocks.')).toBeVisible();
  await expect(page.getByRole('article')).toHaveCount(0);
});

test('a search finds titles, prompts and texts with the line that has the words, and follows what changes', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  await page.getByRole('textbox', { name: 'Title' }).fill('Review of the parser');
  await editText(page, 1, 'First a line.\n\nThe café on the corner opened in May.');
  await addDocument(page, 'Notes');
  const box = page.getByRole('searchbox', { name: 'Search documents' });
  await box.fill('cafe op');
  await expect(rowOf(page, 'Review of the parser')).toContainText('The café on the corner opened in May.');
  await expect(rowOf(page, 'Review of the parser').locator('mark')).toHaveText(['café', 'opened']);
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
  await box.fill('parser');
  await expect(rowOf(page, 'Review of the parser')).toHaveCount(1);
  await box.fill('bakery');
  await expect(page.getByText('Nothing has “bakery” in it.')).toBeVisible();
  const other = await world.tab();
  await rowOf(other, 'Notes').getByRole('link').click();
  await editText(other, 1, 'The bakery is next to it.');
  await expect(rowOf(page, 'Notes')).toContainText('The bakery is next to it.');
  await rowOf(page, 'Notes').getByRole('link').click();
  await expect(blockOf(page, 1)).toContainText('The bakery is next to it.');
});

test('the library says of which documents the last job failed, and no more once another is begun', async ({ world }) => {
  world.provider.script({}, { type: 'refuse', status: 400 }, 1);
  const page = await world.tab();
  await newDocument(page);
  await page.getByRole('textbox', { name: 'Title' }).fill('Review of the parser');
  await generate(page, 1, 'Tell how the quarter went.');
  await expect(blockOf(page, 1).getByRole('alert')).toBeVisible();
  await openLibrary(page);
  const row = rowOf(page, 'Review of the parser');
  await expect(row).toContainText('The last job failed');
  const call = world.provider.calls().length;
  world.provider.script({}, { type: 'held' });
  await row.getByRole('link').click();
  await buttonIn(blockOf(page, 1), 'Retry').click();
  await world.provider.call(call);
  await openLibrary(page);
  await expect(row.getByRole('progressbar')).toBeVisible();
  await expect(row).not.toContainText('The last job failed');
});

test('[L7] the library says which document waits for a person’s decision about a lost text', async ({ world }) => {
  const page = await world.tab('/settings');
  await page.getByRole('radio', { name: 'Ask me' }).check();
  await expectSynced(page);
  await newDocument(page);
  await page.getByRole('textbox', { name: 'Title' }).fill('Review of the parser');
  await writeHalf(world, page, 1, scriptAbout('the road by the river'));
  await world.server.kill9();
  await world.server.start();
  await openLibrary(page);
  await expect(rowOf(page, 'Review of the parser')).toContainText('Waits for your decision');
});
