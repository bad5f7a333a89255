import type { Page } from '@playwright/test';
import { blockOf, buttonIn, newDocument, promptOf } from '../fixtures/desk.ts';
import { openTab, type World } from '../fixtures/open-world.ts';
import { expect, test } from '../fixtures/world.ts';
import { editText, expectText, expectWritten } from '../fixtures/writing.ts';

/** A document with one text, open in two tabs of one browser. */
async function twoTabs(world: World): Promise<readonly [Page, Page]> {
  const one = await world.tab();
  await newDocument(one);
  await editText(one, 1, 'Begun.');
  const other = await openTab(one.context(), one.url());
  await expectText(other, 1, 'Begun.');
  return [one, other];
}

const contentOf = (page: Page) => blockOf(page, 1).getByRole('textbox', { name: 'Content', exact: true });

async function typeAtTheEnd(page: Page, text: string): Promise<void> {
  await contentOf(page).press('Control+End');
  await page.keyboard.type(text);
}

/** Both tabs type into the same text at the same time. */
async function typeInBoth(one: Page, other: Page): Promise<void> {
  for (const page of [one, other]) await buttonIn(blockOf(page, 1), 'Edit').click();
  await typeAtTheEnd(one, ' Here');
  await expect(other.getByText('also changed in another tab')).toBeVisible();
  await expect(contentOf(other)).toHaveValue('Begun.');
  await typeAtTheEnd(other, ' There');
  await expect(one.getByText('also changed in another tab')).toBeVisible();
  await typeAtTheEnd(one, ' and now.');
  await expect(contentOf(one)).toHaveValue('Begun. Here and now.');
  await expect(contentOf(other)).toHaveValue('Begun. There');
}

test('[S4] two tabs that type into one text both keep every letter; one text stands, the other is in the history', async ({
  world,
}) => {
  const [one, other] = await twoTabs(world);
  await typeInBoth(one, other);
  await one.getByRole('button', { name: 'See it in History' }).click();
  const history = one.getByRole('complementary', { name: 'History of block 1' });
  await expect(history.getByRole('listitem')).toHaveCount(3);
  await one.getByRole('button', { name: 'Keep mine' }).click();
  await expect(one.getByText('also changed in another tab')).toHaveCount(0);
  await buttonIn(blockOf(one, 1), 'Done').click();
  await buttonIn(blockOf(other, 1), 'Done').click();
  await expectWritten(one, 1, 'Begun. Here and now.');
  await expectText(other, 1, 'Begun. Here and now.');
  await history.getByRole('listitem').filter({ hasText: '2 words' }).getByRole('button', { name: 'Restore' }).first().click();
  await expectText(one, 1, 'Begun. There');
});

test('[S4] who takes the other tab’s text sees it at once, and Undo brings their own back', async ({ world }) => {
  const [one, other] = await twoTabs(world);
  await typeInBoth(one, other);
  await one.getByRole('button', { name: 'Use theirs' }).click();
  await expectText(one, 1, 'Begun. There');
  await expect(contentOf(other)).toHaveValue('Begun. There');
  await one.getByRole('button', { name: 'Undo' }).click();
  await expectText(one, 1, 'Begun. Here and now.');
});

test('[S4] a prompt that two tabs type into loses no word of either', async ({ world }) => {
  const [one, other] = await twoTabs(world);
  await promptOf(one, 1).fill('Sum up the year.');
  await expect(promptOf(other, 1)).toHaveValue('Sum up the year.');
  for (const page of [one, other]) await promptOf(page, 1).press('Control+End');
  await one.keyboard.type(' In three lines.');
  await other.keyboard.type(' For the board.');
  for (const page of [one, other]) await expect(page.getByText('The prompt was also changed')).toBeVisible();
  await expect(promptOf(one, 1)).toHaveValue('Sum up the year. In three lines.');
  await expect(promptOf(other, 1)).toHaveValue('Sum up the year. For the board.');
  await expect(one.locator('.aside-words')).toHaveText('Sum up the year. For the board.');
  await expect(other.locator('.aside-words')).toHaveText('Sum up the year. In three lines.');
  await other.getByRole('button', { name: 'Keep mine' }).click();
  for (const page of [one, other]) {
    await expect(page.getByText('The prompt was also changed')).toHaveCount(0);
    await page.getByRole('textbox', { name: 'Title' }).focus();
    await expect(promptOf(page, 1)).toHaveValue('Sum up the year. For the board.');
  }
});
