import type { Page } from '@playwright/test';
import { blockOf, buttonIn, generate, newDocument } from '../fixtures/desk.ts';
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

const anchor = ['The road was closed.', 'Nobody came.', 'The bridge stood.'].join('\n\n');

/** The person's own text stands, another is being written, and each becomes what is said. */
async function bothChange(world: World, mine: string, theirs: string): Promise<Page> {
  const page = await world.tab();
  await newDocument(page);
  await editText(page, 1, anchor);
  world.provider.script({}, { type: 'held' });
  await generate(page, 1, 'Tell it again.');
  const call = await world.provider.call(0);
  await editText(page, 1, mine);
  await call.send(theirs);
  await call.finish();
  await expect(page.getByRole('button', { name: 'Merge' })).toBeVisible();
  return page;
}

test('[J10] Merge takes in what either side has changed alone, and Undo brings both back', async ({ world }) => {
  const mine = anchor.replace('closed', 'closed for a week');
  const page = await bothChange(world, mine, anchor.replace('stood', 'held'));
  const suggestion = page.getByRole('region', { name: 'Suggestion for block 1' });
  await expect(suggestion.locator('ins')).toContainText(['held']);
  await expect(suggestion.locator('del')).toContainText(['for a week', 'stood']);
  await page.getByRole('button', { name: 'Merge' }).click();
  await expect(suggestion).toHaveCount(0);
  await expectWritten(page, 1, mine.replace('stood', 'held'));
  await page.getByRole('button', { name: 'Undo' }).click();
  await expectWritten(page, 1, mine);
  await expect(suggestion).toBeVisible();
});

test('[J10] where both have changed the same words a person decides in the editor, and nothing is taken before', async ({
  world,
}) => {
  const mine = anchor.replace('stood', 'fell');
  const page = await bothChange(world, mine, anchor.replace('stood', 'held'));
  await page.getByRole('button', { name: 'Merge' }).click();
  const content = blockOf(page, 1).getByRole('textbox', { name: 'Content', exact: true });
  await expect(content).toHaveValue(/The bridge fell\.\n\[\[ Suggested text \]\]\nThe bridge held\./);
  await expect(page.getByText('1 place to decide')).toBeVisible();
  await page.reload();
  await expectWritten(page, 1, mine);
  await page.getByRole('button', { name: 'Merge' }).click();
  await page.getByRole('button', { name: 'Keep theirs' }).click();
  await expect(page.getByText('Nothing is left to decide')).toBeVisible();
  await buttonIn(blockOf(page, 1), 'Done').click();
  await expectWritten(page, 1, anchor.replace('stood', 'held'));
  await expect(page.getByRole('region', { name: 'Suggestion for block 1' })).toHaveCount(0);
});

/** When a person changes their block while it is written: each order ends with their words standing and the result beside them. */
const orders: Readonly<Record<string, (world: World, page: Page) => Promise<void>>> = {
  'before the job is accepted, offline': async (world, page) => {
    world.network.cut();
    await generate(page, 1, 'Tell it again.');
    await editText(page, 1, mine);
    world.network.mend();
    const call = await world.provider.call(0);
    await sayAll(call);
  },
  'before the first word': async (world, page) => {
    await generate(page, 1, 'Tell it again.');
    const call = await world.provider.call(0);
    await editText(page, 1, mine);
    await sayAll(call);
  },
  'in the middle of the text': async (world, page) => {
    await generate(page, 1, 'Tell it again.');
    const call = await world.provider.call(0);
    await call.send(after.first);
    await expectText(page, 1, after.first);
    await editText(page, 1, mine);
    await sayRest(call, after);
  },
  'with characters that are saved only after the result has come': async (world, page) => {
    await generate(page, 1, 'Tell it again.');
    const call = await world.provider.call(0);
    await buttonIn(blockOf(page, 1), 'Edit').click();
    const content = blockOf(page, 1).getByRole('textbox', { name: 'Content', exact: true });
    await expect(content).toBeFocused();
    await sayAll(call);
    await expect(page.getByText('A new text was written while you had this one open')).toBeVisible();
    await content.fill(mine);
    await buttonIn(blockOf(page, 1), 'Done').click();
  },
  'offline, and the edit arrives long after the result': async (world, page) => {
    await generate(page, 1, 'Tell it again.');
    const call = await world.provider.call(0);
    world.network.cut();
    await editText(page, 1, mine);
    await sayAll(call);
    world.network.mend();
  },
};

const sayAll = async (call: Awaited<ReturnType<World['provider']['call']>>): Promise<void> => {
  await call.send(after.whole);
  await call.finish();
};

for (const [order, play] of Object.entries(orders)) {
  test(`[J10] a person’s words stand and the result waits beside them: an edit ${order}`, async ({ world }) => {
    const page = await world.tab();
    await newDocument(page);
    await editText(page, 1, anchor);
    world.provider.script({}, { type: 'held' });
    await play(world, page);
    await expect(page.getByRole('region', { name: 'Suggestion for block 1' })).toBeVisible();
    await expectWritten(page, 1, mine);
    await page.getByRole('button', { name: 'Show as it reads' }).click();
    await expect(page.getByRole('region', { name: 'Suggestion for block 1' }).locator('.text')).toContainText(
      after.whole.slice(0, 40),
    );
    expectCalls(world, ['complete']);
  });
}

test('[J10] Done without a change after the result has come leaves the result standing', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  await editText(page, 1, anchor);
  world.provider.script({}, { type: 'held' });
  await generate(page, 1, 'Tell it again.');
  const call = await world.provider.call(0);
  await buttonIn(blockOf(page, 1), 'Edit').click();
  await sayAll(call);
  await expect(page.getByText('A new text was written while you had this one open')).toBeVisible();
  await buttonIn(blockOf(page, 1), 'Done').click();
  await expectWritten(page, 1, after.whole);
  await expect(page.getByRole('region', { name: 'Suggestion for block 1' })).toHaveCount(0);
});
