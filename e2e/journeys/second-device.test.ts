import type { Page } from '@playwright/test';
import { addPromptBlock, blockOf, buttonIn, newDocument, promptOf } from '../fixtures/desk.ts';
import { openTab, type World } from '../fixtures/open-world.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { linkFor } from '../fixtures/program.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectCalls, expectSynced, expectText, expectWritten, sayRest, writeHalf } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

/** Another browser of the same person, signed in by a link, at the document that `first` shows. */
async function secondDevice(world: World, first: Page): Promise<Page> {
  const profile = await world.profile();
  const page = await openTab(profile.context(), await linkFor(world));
  await expectSynced(page);
  await page.goto(first.url());
  return page;
}

test('[L4] a second browser, signed in by a link, shows the very text that the first has written, and who writes it', async ({
  world,
}) => {
  const first = await world.tab();
  await newDocument(first);
  const call = await writeHalf(world, first, 1, script);
  await expect(blockOf(first, 1).getByText(/on this device/)).toBeVisible();
  const second = await secondDevice(world, first);
  await expectText(second, 1, script.first);
  await expect(blockOf(second, 1).getByText(/ on Chrome on \w+/)).toBeVisible();
  await sayRest(call, script);
  for (const page of [first, second]) await expectWritten(page, 1, script.whole);
  expectCalls(world, ['complete']);
});

test('[J6] a cancel from a second browser stops the call that the first one drives', async ({ world }) => {
  const first = await world.tab();
  await newDocument(first);
  const call = await writeHalf(world, first, 1, script);
  const second = await secondDevice(world, first);
  await expectText(second, 1, script.first);
  await buttonIn(blockOf(second, 1), 'Cancel').click();
  expect(await call.ended).toBe('aborted');
  for (const page of [first, second]) await expect(blockOf(page, 1).getByText(/^Cancelled/)).toBeVisible();
  expectCalls(world, ['aborted']);
});

test.describe('one call at a time', () => {
  test.use({ settings: { MAX_CALLS_PER_PERSON: '1' } });

  test('[J4] [J7] a second browser pauses and resumes; the server goes on when the first is killed, and cedes to it when it is back', async ({
    world,
  }) => {
    world.provider.script({}, { type: 'held' });
    const maker = await world.profile();
    const made = await openTab(maker.context(), world.address());
    await newDocument(made);
    for (const number of [1, 2, 3]) {
      if (number > 1) await addPromptBlock(made);
      await promptOf(made, number).fill(`Write stage ${number} of the journey.`);
    }
    await made.getByRole('button', { name: 'Generate all' }).click();
    const one = await beginSection(world, made, 0);
    const second = await secondDevice(world, made);
    await buttonIn(blockOf(second, one.number), 'Pause').click();
    await expect(blockOf(made, one.number).getByText('Pausing after this step.')).toBeVisible();
    await buttonIn(blockOf(made, one.number), 'Resume').click();
    await expect(buttonIn(blockOf(second, one.number), 'Pause')).toBeVisible();

    const address = made.url();
    await maker.kill();
    await expect(blockOf(second, one.number).getByText(/on the server/)).toBeVisible();
    const back = await openTab(await maker.open(), address);
    await expectSynced(back);
    await sayRest(one.call, one.script);
    // By now it has asked; who drives the second section depends on which came first, the question or the end of the first.
    const two = await beginSection(world, back, 1);
    await sayRest(two.call, two.script);
    const three = await beginSection(world, back, 2);
    await expect(blockOf(back, three.number).getByText(/on this device/)).toBeVisible();
    await expect(blockOf(second, three.number).getByText(/ on Chrome on \w+/)).toBeVisible();
    await sayRest(three.call, three.script);
    for (const { number, script } of [one, two, three]) {
      for (const page of [back, second]) await expectWritten(page, number, script.whole);
    }
    expectCalls(world, ['complete', 'complete', 'complete']);
  });
});

/** Waits for the call of the section whose turn it is, and has it written up to the middle, as `page` sees it. */
async function beginSection(world: World, page: Page, turn: number) {
  const call = await world.provider.call(turn);
  const task = JSON.stringify(call.record().request.messages.at(-1));
  const number = [1, 2, 3].find((at) => task.includes(`Write this section:\\n\\nWrite stage ${at} `)) ?? 0;
  const written = scriptAbout(`stage ${number}`);
  await call.send(written.first);
  await expectText(page, number, written.first);
  return { call, number, script: written };
}
