import { newDocument } from '../fixtures/desk.ts';
import { openLibrary, rowOf } from '../fixtures/library.ts';
import { expect, test } from '../fixtures/world.ts';

test('[J1] what is typed into a title right before another page opens is kept', async ({ world }) => {
  const page = await world.tab();
  const titles = ['Notes for the spring', 'Review of the third quarter', 'Letter to the town'];
  for (const title of titles) {
    await newDocument(page);
    await page.getByRole('textbox', { name: 'Title' }).pressSequentially(title);
  }
  await openLibrary(page);
  for (const title of titles) await expect(rowOf(page, title)).toHaveCount(1);
  await rowOf(page, 'Letter to the town').getByRole('link').click();
  await page.getByRole('textbox', { name: 'Title' }).press('End');
  await page.keyboard.type(' and the county');
  await page.goBack();
  await expect(rowOf(page, 'Letter to the town and the county')).toHaveCount(1);
  await page.reload();
  for (const title of ['Notes for the spring', 'Review of the third quarter', 'Letter to the town and the county'])
    await expect(rowOf(page, title)).toHaveCount(1);
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(3);
});
