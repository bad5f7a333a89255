import type { Locator, Page } from '@playwright/test';
import { filesOfBuild, publishAnotherBuild } from '../fixtures/builds.ts';
import { newDocument, promptOf } from '../fixtures/desk.ts';
import { openCopy } from '../fixtures/device-copy.ts';
import { openTab } from '../fixtures/open-world.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectCalls, expectSynced, expectText, expectWritten, sayRest, writeHalf } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

/** The script that the page began with. */
const entryOf = (page: Page): Locator => page.locator('script[type="module"]').first();

const lookForUpdate = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });

test.use({ from: 'copy' });

test('[L5] a new version waits for a person’s Reload, and a text that is being written goes on through it', async ({ world }) => {
  const page = await world.tab();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await newDocument(page);
  const call = await writeHalf(world, page, 1, script);
  const before = (await entryOf(page).getAttribute('src')) ?? '';
  await publishAnotherBuild(world.folder, 'abcdef012345');
  await lookForUpdate(page);
  await expect(page.getByText('A newer version is ready')).toBeVisible();
  await expect(entryOf(page)).toHaveAttribute('src', before);
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(entryOf(page)).not.toHaveAttribute('src', before);
  expect(filesOfBuild(world.folder)).toContain((await entryOf(page).getAttribute('src'))?.slice(1));
  await expectText(page, 1, script.first);
  await sayRest(call, script);
  await expectWritten(page, 1, script.whole);
  expectCalls(world, ['complete']);
});

test('[J1] a newer version that takes the storage over gets it with the last letter typed, and the tab asks for a reload', async ({
  world,
}) => {
  const page = await world.tab();
  await newDocument(page);
  await expectSynced(page);
  await page.context().route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  const other = await openTab(page.context(), world.address('/sample/evidence.json'));
  await promptOf(page, 1).pressSequentially('Tell how the quarter went.');
  const prompts = await takeStorage(other);
  expect(prompts).toEqual(['Tell how the quarter went.']);
  const dialog = page.getByRole('dialog', { name: 'A newer version is open in another tab' });
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog.getByRole('button', { name: 'Reload' })).toBeFocused();
});

/** Raises the version of this browser's copy, as a newer build does when it opens, and reads the prompts that are in it then. */
async function takeStorage(page: Page): Promise<readonly string[]> {
  const copy = await openCopy(page, 9_000);
  return copy.evaluate(async (database) => {
    const blocks = await new Promise<readonly { prompt: string }[]>((resolve, reject) => {
      const asked = database.transaction('blocks').objectStore('blocks').getAll();
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    database.close();
    return blocks.map(({ prompt }) => prompt);
  });
}
