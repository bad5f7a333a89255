import type { Page } from '@playwright/test';
import { blockOf, buttonIn, newDocument } from '../fixtures/desk.ts';
import { openTab, type World } from '../fixtures/open-world.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { editText, expectCalls, expectText, expectWritten, sayRest, writeHalf } from '../fixtures/writing.ts';

const before = scriptAbout('the road by the river');
const after = scriptAbout('the bridge at the mill');
const mine = 'What I know better myself.';

/** A person edits a block while a job writes it, and the job ends after that. */
async function editWhileWriting(world: World): Promise<Page> {
  const page = await world.tab();
  await newDocument(page);
  await sayRest(await writeHalf(world, page, 1, before), before);
  await expectWritten(page, 1, before.whole);
  const call = await writeHalf(world, page, 1, after);
  await editText(page, 1, mine);
  await sayRest(call, after);
  await expect(page.getByRole('button', { name: 'Accept' })).toBeVisible();
  await expectText(page, 1, mine);
  return page;
}

test('[J10] a text that comes after a person’s own edit waits beside it and replaces it when accepted', async ({ world }) => {
  const page = await editWhileWriting(world);
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByRole('button', { name: 'Accept' })).toHaveCount(0);
  await expectWritten(page, 1, after.whole);
  expectCalls(world, ['complete', 'complete']);
});

test('[J1] what a person types is saved as they type, and neither the cursor nor a character is lost over it', async ({
  world,
}) => {
  const page = await world.tab();
  await newDocument(page);
  const other = await openTab(page.context(), page.url());
  await buttonIn(blockOf(page, 1), 'Edit').click();
  const content = blockOf(page, 1).getByRole('textbox', { name: 'Content', exact: true });
  let typed = '';
  for (const part of ['Begun in one place', ', seen in another', ', and gone on with.']) {
    await page.keyboard.type(part);
    typed += part;
    await expectText(other, 1, typed);
    await expect(content).toBeFocused();
  }
  await expect(content).toHaveValue(typed);
  await page.keyboard.press('Escape');
  await expectWritten(page, 1, typed);
});

test('[J10] a suggestion that is discarded leaves the person’s words alone', async ({ world }) => {
  const page = await editWhileWriting(world);
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('button', { name: 'Discard' })).toHaveCount(0);
  await page.reload();
  await expectWritten(page, 1, mine);
  await expect(blockOf(page, 1)).not.toContainText(after.first.slice(0, 30));
  expectCalls(world, ['complete', 'complete']);
});
