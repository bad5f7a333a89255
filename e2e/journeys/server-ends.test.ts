import { blockOf, newDocument } from '../fixtures/desk.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectCalls, expectText, expectWritten, sayRest, writeHalf } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');
const secondScript = scriptAbout('the bridge at the mill');

test('[L7] [L9] a server killed in the middle of a text begins it anew, and what was written stays on the job’s page', async ({
  world,
}) => {
  const page = await world.tab();
  await newDocument(page);
  const lost = await writeHalf(world, page, 1, script);
  await world.server.kill9();
  expect(await lost.ended).toBe('aborted');
  await world.server.start();
  const again = await world.provider.call(1);
  await again.send(secondScript.first);
  await expectText(page, 1, secondScript.first);
  await sayRest(again, secondScript);
  await expectWritten(page, 1, secondScript.whole);
  expectCalls(world, ['aborted', 'complete']);
  await page.getByRole('link', { name: /^Jobs/ }).first().click();
  await page.getByRole('listitem').filter({ hasText: 'Completed' }).getByRole('link').first().click();
  await page.getByText('Kept from attempt 1').click();
  await expect(page.getByText(script.first)).toBeVisible();
});

test('[L6] a server that is asked to stop lets an open text finish first', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  const call = await writeHalf(world, page, 1, script);
  const stopping = world.server.stop();
  await sayRest(call, script);
  expect(await stopping).toBe(0);
  await world.server.start();
  await expectWritten(page, 1, script.whole);
  expectCalls(world, ['complete']);
  await expect(blockOf(page, 1).getByRole('alert')).toHaveCount(0);
});
