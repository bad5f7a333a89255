import type { Locator, Page } from '@playwright/test';
import { faultsOf } from '../fixtures/axe.ts';
import { blockOf, buttonIn, generate, newDocument } from '../fixtures/desk.ts';
import { oddFile } from '../fixtures/odd-file.ts';
import type { World } from '../fixtures/open-world.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectSynced, expectText } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');
const odd = (...names: readonly string[]) => names.map(oddFile);

const panelOf = (page: Page): Locator => page.getByRole('complementary', { name: 'Sources' });
const rowsOf = (page: Page): Locator => panelOf(page).getByRole('table', { name: 'Sources' }).getByRole('row');
const dialogOf = (page: Page): Locator => page.getByRole('dialog', { name: 'Add sources' });

/** Opens the window and hands it these files. */
async function choose(page: Page, files: Parameters<Page['setInputFiles']>[1]): Promise<void> {
  await panelOf(page).getByRole('button', { name: 'Add sources' }).click();
  await dialogOf(page).locator('input[type=file]').setInputFiles(files);
}

/** Drops files on the page as a person would, and says what lay over it meanwhile. */
async function drop(page: Page, files: ReturnType<typeof odd>): Promise<void> {
  const carried = files.map(({ name, buffer }) => ({ name, bytes: [...buffer] }));
  const transfer = await page.evaluateHandle((named) => {
    const data = new DataTransfer();
    for (const { name, bytes } of named) data.items.add(new File([new Uint8Array(bytes)], name));
    return data;
  }, carried);
  const title = page.getByRole('textbox', { name: 'Title' });
  await title.dispatchEvent('dragenter', { dataTransfer: transfer });
  await expect(page.getByText('Drop files to add them as sources')).toBeVisible();
  await title.dispatchEvent('drop', { dataTransfer: transfer });
  await expect(page.getByText('Drop files to add them as sources')).toHaveCount(0);
}

/** What the provider was asked, as text. */
const askedOf = (world: World, call: number): string => JSON.stringify(world.provider.calls()[call]?.record().request);

async function sample(world: World): Promise<Page> {
  const page = await world.tab();
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue(/Release notes/);
  return page;
}

test('[J2] dropped files come in, each odd one right, and those that cannot be read are named with the reason', async ({
  world,
}) => {
  world.provider.script({}, { type: 'answer', text: script.whole });
  const page = await world.tab();
  await newDocument(page);
  const tooLarge = { name: 'large.txt', mimeType: 'text/plain', buffer: Buffer.alloc(12_000_000, 'x') };
  await drop(page, odd('byte-order-mark.csv', 'semicolons.csv', 'latin-1.csv', 'utf-16.csv', 'quoted-newlines.csv', 'notes.md'));
  const dialog = dialogOf(page);
  await dialog
    .locator('input[type=file]')
    .setInputFiles([...odd('empty.txt', 'binary.csv', 'cut-off.json', 'open-quote.csv'), tooLarge]);
  await expect(dialog.getByRole('alert')).toHaveText([
    'empty.txt is empty.',
    'binary.csv is not a text: byte 6 is no character. Save it as text, Markdown, CSV or JSON.',
    'cut-off.json is cut off: its JSON ends in the middle, on line 15, byte 271.',
    'open-quote.csv cannot be read as CSV: a quotation mark on line 3 is not closed as it should be.',
    'large.txt is 12 MB; a file may have up to 10 MB.',
  ]);
  await dialog.getByRole('button', { name: 'Add 9 sources' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(rowsOf(page)).toHaveCount(9);
  await generate(page, 1, 'Tell how the quarter went.');
  await expectText(page, 1, script.whole);
  for (const part of [
    'Über die Suche',
    'auch große.',
    'Größere Änderungen für 20 € und café.',
    'Le menu a été réécrit.',
    'with a \\\\\\"quote',
    'read aloud **before**',
  ])
    expect(askedOf(world, 0)).toContain(part.replaceAll('\\\\\\', '\\'));
});

test('columns are chosen on a preview, and the choice is remembered for files with the same ones', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  await choose(page, [{ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('what,why,when\nOne,Because.,2026-05-01\n') }]);
  const dialog = dialogOf(page);
  const column = (field: string) => dialog.getByRole('group', { name: 'Columns of a.csv' }).getByLabel(field, { exact: true });
  await expect(column('Title')).toHaveValue('');
  await column('Title').selectOption('what');
  await column('Text').selectOption('why');
  await expect(dialog.getByRole('list', { name: 'The first sources of a.csv' })).toContainText('One');
  await dialog.getByRole('button', { name: 'Add source' }).click();
  await expect(rowsOf(page)).toHaveText([/One.*2026-05-01/]);
  await choose(page, [{ name: 'b.csv', mimeType: 'text/csv', buffer: Buffer.from('why,what,when\nSo.,Two,2026-05-02\n') }]);
  await expect(dialog.getByRole('group', { name: 'Columns of b.csv' }).getByLabel('Title', { exact: true })).toHaveValue('what');
  await expect(dialog.getByRole('list', { name: 'The first sources of b.csv' })).toContainText('Two');
});

test('[J2] the context chooses what the provider gets, and the text says and shows what it was made from', async ({ world }) => {
  world.provider.script({}, { type: 'answer', text: script.whole });
  const page = await world.tab();
  await newDocument(page);
  await choose(page, odd('pull-requests.json'));
  await dialogOf(page).getByLabel('Whose work the document is about').fill('ann');
  await dialogOf(page).getByRole('button', { name: 'Add 3 sources' }).click();
  const panel = panelOf(page);
  await expect(panel.getByText('All 3 sources match.')).toBeVisible();
  await expect(panel.getByLabel('Person (login)')).toHaveValue('ann');
  await panel.getByRole('checkbox', { name: /^PR 1$/ }).uncheck();
  await expect(panel.getByText('2 of 3 sources match.')).toBeVisible();
  await panel.getByLabel('From').fill('2026-03-15');
  await expect(panel.getByText('1 of 3 sources matches.')).toBeVisible();
  await generate(page, 1, 'Tell how the quarter went.');
  await expectText(page, 1, script.whole);
  expect(askedOf(world, 0)).toContain('Open in half the time');
  expect(askedOf(world, 0)).toContain('PR_REVIEWED');
  expect(askedOf(world, 0)).not.toContain('Keep the copy');
  expect(askedOf(world, 0)).not.toContain('Name the parts');
  await blockOf(page, 1).getByRole('button', { name: '1 source' }).click();
  await expect(rowsOf(page)).toHaveText([/Open in half the time/]);
  await expect(panel.getByText('Please measure it on a slow disk too.')).toBeVisible();
  await panel.getByRole('button', { name: 'Show all' }).click();
  await expect(rowsOf(page)).toHaveCount(3);
  await expectSynced(page);
  await page.reload();
  await expect(panel.getByText('1 of 3 sources matches.')).toBeVisible();
  await panel.getByLabel('From').fill('');
  await panel.getByLabel('At most, the newest first').fill('1');
  await expect(panel.getByText('1 of 3 sources matches.')).toBeVisible();
  await buttonIn(blockOf(page, 1), 'Generate').click();
  await expect.poll(() => world.provider.calls().length).toBe(2);
  expect(askedOf(world, 1)).toContain('Open in half the time');
  expect(askedOf(world, 1)).not.toContain('Keep the copy');
});

test('real evidence is filtered, edited and deleted, and what is there already is left out when it comes again', async ({
  world,
}) => {
  const page = await sample(world);
  const panel = panelOf(page);
  await panel.getByRole('searchbox', { name: 'Filter sources' }).fill('successor cursor');
  await expect(rowsOf(page)).toHaveText([/Leave out rows that a replaced engine brings late/]);
  await rowsOf(page).getByRole('button', { name: 'Edit' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit source' });
  await edit.getByLabel('Role').selectOption('goal');
  await edit.getByLabel('Title of the source').fill('What the successor must not lose');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(rowsOf(page)).toHaveText([/What the successor must not lose.*PR_AUTHORED/]);
  await rowsOf(page).getByRole('button', { name: 'Delete' }).click();
  await expect(rowsOf(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(rowsOf(page)).toHaveCount(1);
  await panel.getByRole('searchbox', { name: 'Filter sources' }).fill('');
  const evidence: readonly unknown[] = await (await page.request.get(world.address('/sample/evidence.json'))).json();
  await choose(page, [{ name: 'evidence.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(evidence)) }]);
  const dialog = dialogOf(page);
  await expect(dialog.getByLabel(`Leave out ${evidence.length - 1} duplicates`)).toBeChecked();
  await dialog.getByRole('button', { name: 'Add source', exact: true }).click();
  await expect(panel.getByRole('table', { name: 'Sources' })).toHaveAttribute('aria-rowcount', String(evidence.length + 1));
});

test('the table over the whole window is put in order, filtered, read, edited and deleted from, by keyboard too', async ({
  world,
}) => {
  const page = await sample(world);
  await panelOf(page).getByRole('button', { name: 'Full width' }).click();
  const window = page.getByRole('dialog', { name: 'Sources' });
  const table = window.getByRole('table', { name: 'Sources' });
  const rows = table.getByRole('row').filter({ has: page.getByRole('button', { name: 'Edit' }) });
  const head = (name: string) => table.getByRole('columnheader', { name });
  await expect(head('Title')).toHaveAttribute('aria-sort', 'none');
  await head('Characters').getByRole('button').click();
  await expect(head('Characters')).toHaveAttribute('aria-sort', 'descending');
  const lengths = async () => (await rows.locator('.wide-size').allInnerTexts()).map((text) => Number(text.replace(',', '')));
  expect(await lengths()).toEqual((await lengths()).toSorted((a, b) => b - a));
  await head('Title').getByRole('button').press('Enter');
  await expect(head('Characters')).toHaveAttribute('aria-sort', 'none');
  await expect(head('Title')).toHaveAttribute('aria-sort', 'ascending');
  const [first, second] = (await rows.locator('.wide-open').allInnerTexts()).map((title) => Number(title.match(/^#(\d+)/)?.[1]));
  expect([first, second]).toEqual([1, 2]);
  await head('Title').getByRole('button').press('Enter');
  await expect(head('Title')).toHaveAttribute('aria-sort', 'descending');
  await rows.first().locator('.wide-open').press('ArrowDown');
  await expect(rows.nth(1).locator('.wide-open')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(rows.nth(1).locator('.source-text')).toBeVisible();
  await page.keyboard.press('ArrowUp');
  await expect(rows.first().locator('.wide-open')).toBeFocused();
  expect(await faultsOf(page)).toEqual([]);
  await window.getByRole('searchbox', { name: 'Filter sources' }).fill('bakery');
  await window.getByRole('button', { name: 'Show all sources' }).click();
  await window.getByRole('searchbox', { name: 'Filter sources' }).fill('successor cursor');
  await expect(rows).toHaveCount(1);
  await rows.getByRole('button', { name: 'Delete' }).click();
  await expect(rows).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(rows).toHaveCount(1);
  await rows.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('dialog', { name: 'Edit source' }).getByLabel('Author').fill('ann');
  await page.getByRole('dialog', { name: 'Edit source' }).getByRole('button', { name: 'Save' }).click();
  await expect(rows.locator('.wide-author')).toHaveText('ann');
  await page.keyboard.press('Escape');
  await expect(window).toHaveCount(0);
  await expect(panelOf(page).getByRole('button', { name: 'Full width' })).toBeFocused();
  await page.setViewportSize({ width: 700, height: 844 });
  await page.getByRole('button', { name: /^Sources/ }).click();
  await window.getByRole('button', { name: 'Full width' }).click();
  await expect(window).toHaveCount(2);
  await expect(window.last().getByRole('row').first()).toBeVisible();
  await expect(window.getByRole('columnheader')).toHaveCount(0);
});

test('five thousand rows come in while the page goes on answering, and one more is refused before anything is taken in', async ({
  world,
}) => {
  const page = await world.tab();
  await newDocument(page);
  const rows = Array.from({ length: 5_000 }, (_, at) => `Row ${at},What row ${at} says.,2026-01-01`);
  const csv = (lines: readonly string[]) => ({
    name: 'rows.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['title,text,date', ...lines].join('\n')),
  });
  await choose(page, [csv([...rows, 'One,More.,2026-01-01'])]);
  const dialog = dialogOf(page);
  await expect(dialog.getByText('A document holds up to 5,000 sources; it has 0, and 5,001 more do not fit.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Add 5,001 sources' })).toBeDisabled();
  await dialog.locator('input[type=file]').setInputFiles([csv(rows)]);
  const longest = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let [before, worst] = [performance.now(), 0];
        const beat = () => {
          const now = performance.now();
          worst = Math.max(worst, now - before);
          before = now;
          if (document.querySelector('dialog') === null) resolve(worst);
          else setTimeout(beat, 10);
        };
        beat();
      }),
  );
  await dialog.getByRole('button', { name: 'Add 5,000 sources' }).click();
  await expect(dialog.getByRole('progressbar', { name: 'Adding sources' })).toBeVisible();
  expect(await longest).toBeLessThan(2_000);
  await expect(panelOf(page).getByRole('table', { name: 'Sources' })).toHaveAttribute('aria-rowcount', '5000');
  expect(await rowsOf(page).count()).toBeLessThan(60);
  await panelOf(page).getByRole('searchbox', { name: 'Filter sources' }).fill('Row 4999');
  await expect(rowsOf(page)).toHaveText([/Row 4999/]);
});

test('[J2] a source that was just deleted is not sent to a model, though its Undo was still on the screen', async ({ world }) => {
  world.provider.script({}, { type: 'answer', text: script.whole });
  const page = await world.tab();
  await newDocument(page);
  await choose(page, odd('pull-requests.json'));
  await dialogOf(page).getByRole('button', { name: 'Add 3 sources' }).click();
  await rowsOf(page).filter({ hasText: 'Open in half the time' }).getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
  await generate(page, 1, 'Tell how the quarter went.');
  await expectText(page, 1, script.whole);
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  expect(askedOf(world, 0)).toContain('Keep the copy');
  expect(askedOf(world, 0)).not.toContain('Open in half the time');
});

test('a source is written by hand, as a goal', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  await panelOf(page).getByRole('button', { name: 'Add sources' }).click();
  const dialog = dialogOf(page);
  await dialog.getByLabel('Text', { exact: true }).fill('Halve the time to open a document.');
  await dialog.getByLabel('Title of the source').fill('Faster');
  await dialog.getByLabel('Role').selectOption('goal');
  await dialog.getByLabel('Date').fill('2026-07-01');
  await dialog.getByRole('button', { name: 'Add source' }).click();
  await expect(rowsOf(page)).toHaveText([/Faster.*Goal.*2026-07-01/]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing wrong with sources, context, faults and columns, ${colorScheme}`, async ({ world }) => {
    const page = await sample(world);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(panelOf(page).getByRole('table')).toBeVisible();
    expect(await faultsOf(page)).toEqual([]);
    await choose(page, odd('semicolons.csv', 'cut-off.json', 'pull-requests.json'));
    await expect(dialogOf(page).getByRole('alert')).toHaveCount(1);
    expect(await faultsOf(page)).toEqual([]);
    await dialogOf(page).getByRole('button', { name: 'Close' }).click();
    await panelOf(page).getByRole('button', { name: 'Full width' }).click();
    await expect(page.getByRole('dialog', { name: 'Sources' })).toBeVisible();
    expect(await faultsOf(page)).toEqual([]);
  });
}
