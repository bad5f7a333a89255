import { blockOf, generate, newDocument } from '../fixtures/desk.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectCalls, expectSynced, expectWritten, sayRest, writeHalf } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

test('[J1] what is written and asked for without a network waits, and is done when the network is back', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  await expectSynced(page);
  world.network.cut();
  await page.getByRole('textbox', { name: 'Title' }).fill('Notes from the train');
  world.provider.script({}, { type: 'answer', text: script.whole });
  await generate(page, 1, 'Tell how the quarter went.');
  await expect(blockOf(page, 1)).toContainText('This starts when it is back');
  expectCalls(world, []);
  world.network.mend();
  await expectWritten(page, 1, script.whole);
  await expectSynced(page);
  expectCalls(world, ['complete']);
  const elsewhere = await world.tab();
  await expect(elsewhere.getByText('Notes from the train').first()).toBeVisible();
});

test('[L4] a network that breaks in the middle of a text and comes back costs no character and no second call', async ({
  world,
}) => {
  const page = await world.tab();
  await newDocument(page);
  const call = await writeHalf(world, page, 1, script);
  world.network.cut();
  await sayRest(call, script);
  await call.ended;
  world.network.mend();
  await expectWritten(page, 1, script.whole);
  expectCalls(world, ['complete']);
});
