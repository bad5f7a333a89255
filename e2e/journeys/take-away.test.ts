import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { addPromptBlock, blockOf, buttonIn, generate, newDocument } from '../fixtures/desk.ts';
import { expect, test } from '../fixtures/world.ts';
import { editText } from '../fixtures/writing.ts';

const first = '## What changed\n\nOpening a document takes **half** the time.';
const second = '- one\n- two';

/** A document of two texts, the first with a heading and bold words. */
async function writtenDocument(page: Page): Promise<void> {
  await newDocument(page);
  await page.getByRole('textbox', { name: 'Title' }).fill('Review: third quarter / parser');
  await editText(page, 1, first);
  await addPromptBlock(page);
  await editText(page, 2, second);
}

/** What the clipboard holds, by type. */
async function clipboardOf(page: Page): Promise<Readonly<Record<string, string>>> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  return page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const read = async (type: string) => [type, (await (await item?.getType(type))?.text()) ?? ''] as const;
    return Object.fromEntries(await Promise.all((item?.types ?? []).map(read)));
  });
}

test('a block is copied as rich text and as Markdown at once', async ({ world }) => {
  const page = await world.tab();
  await writtenDocument(page);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await buttonIn(blockOf(page, 1), 'Copy').click();
  await expect(page.getByText('Copied, with its formatting')).toBeVisible();
  const held = await clipboardOf(page);
  expect(held['text/plain']).toBe(first);
  expect(held['text/html']).toContain('<h2>What changed</h2>');
  expect(held['text/html']).toContain('<strong>half</strong>');
});

test('the whole document is copied with its title, its texts in reading order', async ({ world }) => {
  const page = await world.tab();
  await writtenDocument(page);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByTitle('Copy the whole document').click();
  await expect(page.getByText('Copied, with its formatting')).toBeVisible();
  const held = await clipboardOf(page);
  expect(held['text/plain']).toBe(`# Review: third quarter / parser\n\n${first}\n\n${second}\n`);
  expect(held['text/html']).toContain('<h1>Review: third quarter / parser</h1>');
});

test('the document is downloaded as a Markdown file that is named by its title, with what was typed a moment ago', async ({
  world,
}) => {
  const page = await world.tab();
  await writtenDocument(page);
  await buttonIn(blockOf(page, 2), 'Edit').click();
  await page.keyboard.press('End');
  await page.keyboard.type(' and a half');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download Markdown' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('Review third quarter parser.md');
  const text = await readFile(await file.path(), 'utf8');
  expect(text.startsWith(`# Review: third quarter / parser\n\n${first}\n\n`)).toBe(true);
  expect(text).toContain('and a half');
});

test('on paper there is the document alone: its title and its texts, in black on white', async ({ world }) => {
  const page = await world.tab();
  await page.emulateMedia({ colorScheme: 'dark' });
  await writtenDocument(page);
  await generate(page, 2, 'Say it again.');
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(page.getByRole('heading', { level: 1, name: 'Review: third quarter / parser' })).toBeVisible();
  await expect(blockOf(page, 1).getByText('Opening a document')).toBeVisible();
  for (const name of ['New document', 'Generate all', 'Copy', 'History', 'Edit', 'Add block', 'Close'])
    await expect(page.getByRole('button', { name }).filter({ visible: true })).toHaveCount(0);
  for (const role of ['textbox', 'navigation', 'complementary', 'progressbar'] as const)
    await expect(page.getByRole(role).filter({ visible: true })).toHaveCount(0);
  const [ink, paper] = await page.evaluate(() => {
    const style = getComputedStyle(document.body);
    return [style.color, style.backgroundColor];
  });
  expect([ink, paper]).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
});
