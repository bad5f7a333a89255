import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { faultsOf } from '../fixtures/axe.ts';
import { blockOf, buttonIn, generate, newDocument, promptOf } from '../fixtures/desk.ts';
import { addDocument, rowOf } from '../fixtures/library.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectText } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

/** What has the focus, by its name. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');

/** Presses Tab until the focus is on what has this name; a keyboard that cannot get there fails the test. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page)) === name) return;
  }
  expect(await focused(page)).toBe(name);
}

test('with a keyboard alone, a first visit leads to a written document on the disk', async ({ world }) => {
  world.provider.script({}, { type: 'answer', text: script.whole });
  const page = await world.tab();
  await expect(page.getByRole('button', { name: 'Open the sample' })).toBeVisible();
  await tabTo(page, 'New document');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused();
  await page.keyboard.type('Review');
  await page.keyboard.press('Enter');
  await expect(promptOf(page, 1)).toBeFocused();
  await page.keyboard.type('Tell how the quarter went.');
  await page.keyboard.press('Control+Enter');
  await expectText(page, 1, script.whole);
  await expect(buttonIn(blockOf(page, 1), 'Generate')).toBeEnabled();
  await page.keyboard.press('Escape');
  await expect(promptOf(page, 1)).not.toBeFocused();
  await tabTo(page, 'Download Markdown');
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^Review.*\.md$/i);
  expect(await readFile(await file.path(), 'utf8')).toContain(script.first.slice(0, 40));
});

test('who opens the sample with a keyboard goes on at its title', async ({ world }) => {
  const page = await world.tab();
  await expect(page.getByRole('button', { name: 'Open the sample' })).toBeVisible();
  await tabTo(page, 'Open the sample');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused();
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue(/Release notes/);
});

test('who opens a job from the list with a keyboard goes on at the beginning of its page', async ({ world }) => {
  world.provider.script({}, { type: 'answer', text: script.whole });
  const page = await world.tab();
  await newDocument(page);
  await generate(page, 1, 'Tell how the quarter went.');
  await expectText(page, 1, script.whole);
  await page.getByRole('link', { name: /^Jobs/ }).first().click();
  await page.getByRole('link', { name: 'Tell how the quarter went.' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Tell how the quarter went.' })).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').getByRole('link', { name: 'Jobs', exact: true })).toBeFocused();
});

test('what is chosen from a menu has a ring that can be seen, and an editor has one only while one types in it', async ({
  world,
}) => {
  const page = await world.tab();
  await newDocument(page);
  const ring = (selector: string) =>
    page.locator(selector).evaluate((each) => {
      const { outlineWidth, outlineStyle } = getComputedStyle(each);
      return `${outlineStyle} ${outlineWidth}`;
    });
  await page.getByRole('button', { name: 'Add block' }).press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Prompt block' })).toBeFocused();
  expect(await ring('.menu-item:focus')).toBe('solid 2px');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Add block' })).toBeFocused();
  await buttonIn(blockOf(page, 1), 'Edit').press('Enter');
  await expect(blockOf(page, 1).getByRole('textbox', { name: 'Content' })).toBeFocused();
  expect(await ring('.content')).toBe('solid 2px');
  await page.keyboard.press('Tab');
  await expect(buttonIn(blockOf(page, 1), 'Done')).toBeFocused();
  expect(await ring('.content')).toBe('solid 1px');
});

test('a document in the library shows the whole ring of its row, which cuts off what lies outside', async ({ world }) => {
  const page = await world.tab();
  await addDocument(page, 'Review of the parser');
  const link = page.getByRole('link', { name: 'Review of the parser' });
  await link.focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(link).toBeFocused();
  const { width, offset } = await link.evaluate((each) => {
    const { outlineWidth, outlineOffset } = getComputedStyle(each, '::after');
    return { width: Number.parseFloat(outlineWidth), offset: Number.parseFloat(outlineOffset) };
  });
  expect(width).toBeGreaterThanOrEqual(2);
  expect(offset + width).toBeLessThanOrEqual(0);
});

test('what is typed for the palette while it is on its way is kept, and Enter does what the list would have shown first', async ({
  world,
}) => {
  const page = await world.tab();
  await addDocument(page, 'Review of the parser');
  const held = Promise.withResolvers<void>();
  await page.route('**/assets/palette-*.js', async (route) => {
    await held.promise;
    await route.continue();
  });
  const asked = page.waitForRequest('**/assets/palette-*.js');
  await page.keyboard.press('Control+k');
  await asked;
  await page.keyboard.type('parser');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Library', level: 1 })).toBeVisible();
  held.resolve();
  await expect(page).toHaveURL(/\/documents\//);
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Review of the parser');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('the palette goes to documents and pages and does things; the shortcuts are listed; the focus comes back', async ({
  world,
}) => {
  const page = await world.tab();
  await addDocument(page, 'Review of the parser');
  await page.keyboard.press('/');
  const search = page.getByRole('searchbox', { name: 'Search documents' });
  await expect(search).toBeFocused();
  await search.pressSequentially('pars?');
  await expect(search).toHaveValue('pars?');
  await expect(rowOf(page, 'Review of the parser')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(search).toHaveValue('');
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Go to or do' });
  await expect(field).toBeFocused();
  await expect(page.getByRole('option', { name: /^New document/ }).first()).toHaveAttribute('aria-selected', 'true');
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(search).toBeFocused();
  await page.keyboard.press('Control+k');
  await field.pressSequentially('parser');
  await expect(page.getByRole('option', { name: /^Review of the parser/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/documents\//);
  await page.keyboard.press('Control+k');
  await field.pressSequentially('jobs');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/jobs$/);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('Search documents');
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await search.fill('parser');
  await expect(rowOf(page, 'Review of the parser')).toHaveCount(1);
  expect(await faultsOf(page)).toEqual([]);
});
