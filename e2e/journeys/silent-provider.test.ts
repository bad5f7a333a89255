import { blockOf, buttonIn, newDocument } from '../fixtures/desk.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectCalls, expectSynced, expectText, expectWritten, writeHalf } from '../fixtures/writing.ts';

/* A provider that says half a text and then nothing more, with its connection open: nobody waits for it for ever. */

test.use({ settings: { CALL_IDLE_MS: '4000' } });

const script = scriptAbout('the road by the river');

test('[J8] [L6] a text whose provider falls silent in the middle is begun again by itself, and its job tells of the try before', async ({
  world,
}) => {
  const page = await world.tab();
  await newDocument(page);
  const silent = await writeHalf(world, page, 1, script);
  world.provider.script({}, { type: 'answer', text: script.whole });
  expect(await silent.ended).toBe('aborted');
  await expectWritten(page, 1, script.whole);
  expectCalls(world, ['aborted', 'complete']);
  await page.getByRole('link', { name: /^Jobs/ }).first().click();
  await page.getByRole('listitem').filter({ hasText: 'Completed' }).getByRole('link').first().click();
  await expect(page.getByText(/^Attempt 1 · broke off/)).toBeVisible();
  await expect(page.getByText(/^Attempt 2 · answered/)).toBeVisible();
});

test('[J8] [L7] who wants to be asked is: the half that came is kept, and nothing is paid for again before Retry', async ({
  world,
}) => {
  const page = await world.tab('/settings');
  await page.getByRole('radio', { name: 'Ask me' }).check();
  await expectSynced(page);
  await newDocument(page);
  const silent = await writeHalf(world, page, 1, script);
  world.provider.script({}, { type: 'answer', text: script.whole });
  expect(await silent.ended).toBe('aborted');
  await expect(blockOf(page, 1)).toContainText(/fell silent in the middle\..* Starting again may cost/);
  expectCalls(world, ['aborted']);
  await buttonIn(blockOf(page, 1), 'Retry').click();
  await expectText(page, 1, script.whole);
  await expectWritten(page, 1, script.whole);
  expectCalls(world, ['aborted', 'complete']);
});
