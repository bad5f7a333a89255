import type { Locator, Page } from '@playwright/test';
import { filesOfBuild, publishAnotherBuild } from '../fixtures/builds.ts';
import { newDocument } from '../fixtures/desk.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectCalls, expectText, expectWritten, sayRest, writeHalf } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

/** The script that the page began with. */
const entryOf = (page: Page): Locator => page.locator('script[src]').first();

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
