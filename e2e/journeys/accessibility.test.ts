import type { Locator, Page } from '@playwright/test';
import { analyze, giveFeedback, sampleAnalysis, threadOf, writtenSample } from '../fixtures/asking.ts';
import { faultsInBothSchemes } from '../fixtures/axe.ts';
import { addPromptBlock, blockOf, buttonIn, generate, newDocument } from '../fixtures/desk.ts';
import { addDocument, addFolder, openLibrary, rowOf } from '../fixtures/library.ts';
import { oddFile } from '../fixtures/odd-file.ts';
import { openTab } from '../fixtures/open-world.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { shellIsKept } from '../fixtures/shell.ts';
import { expect, test } from '../fixtures/world.ts';
import { editText, expectText, sayRest, writeHalf } from '../fixtures/writing.ts';

/*
 * Every page and state, on a wide and on a narrow screen, in the light and in the dark: axe finds nothing, and nothing sticks out at
 * the side.
 */

// Each state is looked at twice, which takes axe longer than all the steps between.
test.describe.configure({ timeout: 240_000 });

const script = scriptAbout('the road by the river');

/** Beside the document where there is room, over it where there is none. */
const panel = (page: Page, name: string): Locator =>
  page.getByRole('complementary', { name }).or(page.getByRole('dialog', { name }));

/** The page fits, and axe has nothing to say, once the state is there. */
async function expectClean(page: Page, state: string, sign: Locator): Promise<void> {
  await expect(sign.first()).toBeVisible();
  await expect(page.locator('h1').first()).toBeAttached();
  expect(await faultsInBothSchemes(page, state)).toEqual([]);
}

for (const width of [1280, 390]) {
  test.describe(`${width} px wide, axe finds nothing wrong with`, () => {
    test.use({ viewport: { width, height: 844 } });

    test('the library, empty and full, its folders, searches and deletions', async ({ world }) => {
      const page = await world.tab();
      await expectClean(page, 'empty library', page.getByRole('button', { name: 'Open the sample' }));
      await addDocument(page, 'Review of the parser');
      const other = await openTab(page.context(), world.address());
      await rowOf(other, 'Review of the parser').getByRole('link').click();
      await expect(other.getByRole('textbox', { name: 'Title' })).toBeVisible();
      await addFolder(page, 'Teams');
      await expectClean(page, 'empty folder', page.getByText('Nothing is in this folder yet.'));
      await page.getByRole('link', { name: 'All', exact: true }).click();
      const search = page.getByRole('searchbox', { name: 'Search documents' });
      await search.fill('parser');
      await expectClean(page, 'search', rowOf(page, 'Review of the parser'));
      await search.fill('bakery');
      await expectClean(page, 'nothing found', page.getByText('Nothing has “bakery” in it.'));
      await search.fill('');
      await rowOf(page, 'Review of the parser').getByRole('button', { name: 'Delete' }).click();
      await expectClean(other, 'deleted document', other.getByRole('heading', { name: /is deleted$/ }));
      await expectClean(page, 'library after a deletion', page.getByRole('link', { name: 'Teams', exact: true }));
    });

    test('a document, empty, being written, with a suggestion, a merge, its history and a failure', async ({ world }) => {
      const page = await world.tab();
      await newDocument(page);
      await expectClean(page, 'empty document', buttonIn(blockOf(page, 1), 'Generate'));
      const call = await writeHalf(world, page, 1, script);
      await expectClean(page, 'running', blockOf(page, 1).getByRole('progressbar'));
      await editText(page, 1, `What I know better myself:\n\n    ${'x'.repeat(200)}`);
      await sayRest(call, script);
      await expectClean(page, 'suggestion', page.getByRole('button', { name: 'Accept' }));
      await page.getByRole('button', { name: 'Merge' }).click();
      await expectClean(page, 'merge', blockOf(page, 1).getByRole('textbox', { name: 'Content', exact: true }));
      await buttonIn(blockOf(page, 1), 'Done').click();
      await buttonIn(blockOf(page, 1), 'History').click();
      await expectClean(page, 'history', panel(page, 'History of block 1').getByRole('listitem'));
      await panel(page, 'History of block 1').getByRole('button', { name: 'Close' }).click();
      await addPromptBlock(page);
      world.provider.script({}, { type: 'refuse', status: 400 });
      await generate(page, 2, 'Tell what is next.');
      await expectClean(page, 'failed', blockOf(page, 2).getByRole('alert'));
    });

    test('sources, their import with its faults and columns, and what a thread holds', async ({ world }) => {
      const page = await writtenSample(world, 'The copy is safe now.');
      const { text } = await sampleAnalysis(world);
      world.provider.script({ structured: true }, { type: 'answer', text });
      await analyze(page);
      await expectClean(page, 'analysis', threadOf(page).getByText('How it was measured is missing.'));
      world.provider.script({}, { type: 'answer', text: 'It is safe.' });
      await threadOf(page).getByRole('button', { name: 'Close' }).click();
      await giveFeedback(page, 'Shorter.');
      await expectText(page, 1, 'It is safe.');
      await expectClean(page, 'thread', threadOf(page).getByText(/the block’s text/));
      await threadOf(page).getByRole('button', { name: 'Close' }).click();
      if (width < 1100) await page.getByRole('button', { name: /^Sources/ }).click();
      await expectClean(page, 'sources', panel(page, 'Sources').getByRole('table'));
      await panel(page, 'Sources').getByRole('button', { name: 'Edit' }).first().click();
      await expectClean(page, 'a source', page.getByRole('dialog', { name: 'Edit source' }));
      await page.getByRole('dialog', { name: 'Edit source' }).getByRole('button', { name: 'Close' }).click();
      await panel(page, 'Sources').getByRole('button', { name: 'Add sources' }).click();
      const dialog = page.getByRole('dialog', { name: 'Add sources' });
      await expectClean(page, 'a source by hand', dialog.getByLabel('Role'));
      await dialog
        .locator('input[type=file]')
        .setInputFiles(['semicolons.csv', 'pull-requests.json', 'cut-off.json'].map((name) => oddFile(name)));
      await expectClean(page, 'import', dialog.getByRole('alert'));
    });

    test('jobs, settings, the palette, the shortcuts, what is not there, and being offline', async ({ world }) => {
      world.provider.script({}, { type: 'answer', text: script.whole }, 1);
      const page = await world.tab('/jobs');
      await expectClean(page, 'no jobs', page.getByRole('heading', { name: 'Jobs', level: 1 }));
      await newDocument(page);
      await generate(page, 1, 'Tell how the quarter went.');
      await expectText(page, 1, script.whole);
      await page.getByRole('link', { name: /^Jobs/ }).first().click();
      const job = page.getByRole('listitem').filter({ hasText: 'Completed' });
      await expectClean(page, 'jobs', job);
      await job.getByRole('link').first().click();
      await expectClean(page, 'a job', page.getByRole('definition'));
      await page.keyboard.press('?');
      await expectClean(page, 'shortcuts', page.getByRole('dialog', { name: 'Keyboard shortcuts' }));
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await expectClean(page, 'palette', page.getByRole('option'));
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: 'Settings' }).click();
      await expectClean(page, 'settings', page.getByRole('textbox', { name: 'What it is for' }));
      await page.goto(world.address('/documents/nothing-here'));
      await expectClean(page, 'not found', page.getByRole('heading', { level: 1 }));
      await openLibrary(page);
      await shellIsKept(page);
      await world.server.kill9();
      await newDocument(page);
      await generate(page, 1, 'Tell how the quarter went.');
      await expectClean(page, 'offline', buttonIn(blockOf(page, 1), 'Cancel'));
    });
  });
}
