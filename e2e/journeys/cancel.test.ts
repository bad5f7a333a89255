import { blockOf, buttonIn, newDocument } from '../fixtures/desk.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectCalls, expectText, writeHalf } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

test('[J6] a cancel in the middle of a text stops the provider within a second, and nothing is written', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  const call = await writeHalf(world, page, 1, script);
  const cancelledAt = Date.now();
  await buttonIn(blockOf(page, 1), 'Cancel').click();
  expect(await call.ended).toBe('aborted');
  expect((call.record().endedAt ?? 0) - cancelledAt).toBeLessThan(1_000);
  await expect(buttonIn(blockOf(page, 1), 'Generate')).toBeEnabled();
  await expectText(page, 1, '');
  await page.reload();
  await expectText(page, 1, '');
  await page.getByRole('link', { name: /^Jobs/ }).first().click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Cancelled' })).toHaveCount(1);
  expectCalls(world, ['aborted']);
});
