import type { Page } from '@playwright/test';
import { enginesOf, killEngine } from '../fixtures/debugging-door.ts';
import { blockOf, newDocument, promptOf } from '../fixtures/desk.ts';
import { openCopy } from '../fixtures/device-copy.ts';
import { openTab } from '../fixtures/open-world.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import {
  expectCalls,
  expectSynced,
  expectText,
  expectWritten,
  sayRest,
  writeHalf,
  writeHalfInTwoTabs,
} from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

test('[L4] two tabs see the same text grow', async ({ world }) => {
  const one = await world.tab();
  const { call, other } = await writeHalfInTwoTabs(world, one, script);
  await sayRest(call, script);
  for (const tab of [one, other]) await expectWritten(tab, 1, script.whole);
  expectCalls(world, ['complete']);
});

test('[L5] who goes to another page and comes back finds the text further on', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  const call = await writeHalf(world, page, 1, script);
  await page.getByRole('link', { name: 'Library' }).first().click();
  await expect(blockOf(page, 1)).toHaveCount(0);
  await call.send(script.rest);
  await page.goBack();
  await expectText(page, 1, script.whole);
  await call.finish();
  await expectWritten(page, 1, script.whole);
  expectCalls(world, ['complete']);
});

test('[L5] a reload of the only tab in the middle of a text loses nothing of it', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  const call = await writeHalf(world, page, 1, script);
  await page.reload();
  await expectText(page, 1, script.first);
  await sayRest(call, script);
  await expectWritten(page, 1, script.whole);
  expectCalls(world, ['complete']);
});

test('[L5] the tab that started a text closes, and another goes on showing it', async ({ world }) => {
  const one = await world.tab();
  const { call, other } = await writeHalfInTwoTabs(world, one, script);
  await one.close();
  await sayRest(call, script);
  await expectWritten(other, 1, script.whole);
  expectCalls(world, ['complete']);
});

test('[J4] an engine that is killed in the middle of a text has a successor, and the text goes on without a reload', async ({
  world,
}) => {
  const page = await world.tab();
  await newDocument(page);
  const call = await writeHalf(world, page, 1, script);
  const before = await enginesOf(page);
  await killEngine(page);
  await expect.poll(async () => (await enginesOf(page)).filter((engine) => !before.includes(engine)).length).toBe(1);
  await sayRest(call, script);
  await expectWritten(page, 1, script.whole);
  expectCalls(world, ['complete']);
});

test('[J4] what an engine wrote last and could not tell of before it was killed is shown once it has a successor', async ({
  world,
}) => {
  const page = await world.tab();
  await newDocument(page);
  await expectSynced(page);
  await page.getByRole('button', { name: 'Add block' }).focus();
  await writeInSilence(page, 'Written at the last moment.');
  await expect(promptOf(page, 1)).toHaveValue('');
  await killEngine(page);
  await expect(promptOf(page, 1)).toHaveValue('Written at the last moment.');
});

/** Writes the prompt of the only block as nobody of the app's does: no page hears of it. */
async function writeInSilence(page: Page, prompt: string): Promise<void> {
  const copy = await openCopy(page);
  await copy.evaluate(async (database, words) => {
    await new Promise<void>((resolve, reject) => {
      const transaction = database.transaction('blocks', 'readwrite');
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      const blocks = transaction.objectStore('blocks');
      const read = blocks.getAll();
      read.onsuccess = () => {
        for (const block of read.result) blocks.put({ ...block, prompt: words });
      };
    });
    database.close();
  }, prompt);
}

test('[J1] a browser that is killed in the middle of a text finds it finished when it opens again', async ({ world }) => {
  const profile = await world.profile();
  await expect((await openTab(profile.context(), world.address())).getByRole('main')).toBeVisible();
  // Chromium writes a new cookie to disk only half a minute later, or when it is closed: here a person comes for the second time.
  await profile.close();
  const page = await openTab(await profile.open(), world.address());
  await newDocument(page);
  const document = page.url();
  const call = await writeHalf(world, page, 1, script);
  await profile.kill();
  await sayRest(call, script);
  const again = await openTab(await profile.open(), document);
  await expectWritten(again, 1, script.whole);
  expectCalls(world, ['complete']);
});
