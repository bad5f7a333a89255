import type { Locator, Page } from '@playwright/test';
import { blockOf, buttonIn, newDocument } from '../fixtures/desk.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { editText, expectWritten, sayRest, writeHalf } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

/** Opens what a block's texts were. */
async function openHistory(page: Page, number: number): Promise<Locator> {
  await buttonIn(blockOf(page, number), 'History').click();
  const history = page.getByRole('complementary', { name: `History of block ${number}` });
  await expect(history.getByRole('listitem').first()).toBeVisible();
  return history;
}

test('an earlier text is restored from the history, and Undo takes that back', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  await sayRest(await writeHalf(world, page, 1, script), script);
  await expectWritten(page, 1, script.whole);
  await editText(page, 1, 'What I know better myself.');
  const history = await openHistory(page, 1);
  await expect(history.getByRole('listitem')).toHaveCount(2);
  await history.getByRole('button', { name: 'Restore' }).click();
  await expectWritten(page, 1, script.whole);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expectWritten(page, 1, 'What I know better myself.');
  await page.getByRole('button', { name: 'Close', exact: true }).first().click();
});

test('Esc closes the history, and the focus returns to the button that opened it', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  await editText(page, 1, 'What I know better myself.');
  const history = await openHistory(page, 1);
  await expect(history.getByRole('heading', { name: 'History of block 1' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(history).toHaveCount(0);
  await expect(buttonIn(blockOf(page, 1), 'History')).toBeFocused();
});
