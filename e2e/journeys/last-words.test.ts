import { blockOf, buttonIn, newDocument, promptOf } from '../fixtures/desk.ts';
import { openTab } from '../fixtures/open-world.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectSynced, expectText } from '../fixtures/writing.ts';

test('[J1] what is typed in the moment before a reload is there after it: title, prompt and text', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  await expectSynced(page);
  for (const words of ['One', 'One, two', 'One, two, three']) {
    await promptOf(page, 1).fill(words);
    await page.getByRole('textbox', { name: 'Title' }).fill(`About ${words}`);
    await page.reload();
    await expect(promptOf(page, 1)).toHaveValue(words);
    await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue(`About ${words}`);
  }
  for (const words of ['It went well.', 'It went well. Very well.']) {
    await buttonIn(blockOf(page, 1), 'Edit').click();
    await blockOf(page, 1).getByRole('textbox', { name: 'Content', exact: true }).fill(words);
    await page.reload();
    await expectText(page, 1, words);
  }
  await expectSynced(page);
  await expect(page.getByText('also changed')).toHaveCount(0);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('meanwhile-unsaved')))).toEqual([]);
});

test('[J1] what is typed in the moment before a tab closes is shown in the other tab', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  await expectSynced(page);
  const other = await openTab(page.context(), page.url());
  await expect(promptOf(other, 1)).toBeVisible();
  await promptOf(page, 1).fill('Said and gone.');
  await page.close({ runBeforeUnload: true });
  await expect(promptOf(other, 1)).toHaveValue('Said and gone.');
});
