import type { Page } from '@playwright/test';
import { faultsOf } from '../fixtures/axe.ts';
import { blockOf, buttonIn, generate, newDocument, promptOf } from '../fixtures/desk.ts';
import type { World } from '../fixtures/open-world.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectSynced, expectWritten } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

/** Lets no such file through until it is called. A browser may say that these did not come. */
async function withhold(world: World, page: Page, files: string): Promise<() => Promise<void>> {
  world.excuse(/Failed to load resource: net::ERR_FAILED/);
  await page.route(files, (route) => route.abort());
  return () => page.unroute(files);
}

const failure = (page: Page) => page.getByRole('alert').filter({ hasText: 'could not be loaded' });

test('[J1] a panel that cannot be loaded without a network says so, keeps what is typed, and comes when the network is back', async ({
  world,
  context,
}) => {
  world.provider.script({}, { type: 'answer', text: script.whole });
  const page = await world.tab();
  await newDocument(page);
  await generate(page, 1, 'Tell how the quarter went.');
  await expectWritten(page, 1, script.whole);
  await expectSynced(page);
  const letThrough = await withhold(world, page, '**/assets/history-*.js');
  world.excuse(/net::ERR_INTERNET_DISCONNECTED/);
  await context.setOffline(true);
  await buttonIn(blockOf(page, 1), 'History').click();
  const history = page.getByRole('complementary', { name: 'History of block 1' });
  await expect(history.getByRole('alert')).toContainText('You are offline.');
  expect(await faultsOf(page)).toEqual([]);
  await promptOf(page, 1).press('End');
  await promptOf(page, 1).pressSequentially(' All of it.');
  await letThrough();
  await context.setOffline(false);
  await expect(history.getByRole('alert')).toHaveCount(0);
  await expect(history.getByRole('list')).toBeVisible();
  await expect(promptOf(page, 1)).toHaveValue('Tell how the quarter went. All of it.');
});

test('a window that cannot be loaded can be closed, and comes dressed once its files do', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  await promptOf(page, 1).fill('Tell how the quarter went.');
  const letThrough = await withhold(world, page, '**/assets/keyboard-*.css');
  const palette = page.getByRole('dialog', { name: 'Go to or do' });
  await page.keyboard.press('Control+k');
  await expect(palette.getByRole('alert')).toContainText('This part could not be loaded.');
  await page.keyboard.press('Escape');
  await expect(palette).toHaveCount(0);
  await expect(promptOf(page, 1)).toBeFocused();
  await page.keyboard.type(' All of it.');
  await page.keyboard.press('Control+k');
  await expect(palette.getByRole('alert')).toBeVisible();
  await letThrough();
  await palette.getByRole('button', { name: 'Try again' }).click();
  await expect(palette.getByRole('combobox', { name: 'Go to or do' })).toBeFocused();
  await expect(palette.getByRole('listbox')).toHaveCSS('overflow-y', 'auto');
  await page.keyboard.press('Escape');
  await expect(promptOf(page, 1)).toBeFocused();
  await expect(promptOf(page, 1)).toHaveValue('Tell how the quarter went. All of it.');
});

test('a page that cannot be loaded is asked for again in its place, and nothing is reloaded for it', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  const letThrough = await withhold(world, page, '**/assets/settings-page-*.js');
  const loads: string[] = [];
  page.on('load', () => loads.push(page.url()));
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(failure(page).getByRole('heading', { name: 'This page could not be loaded' })).toBeVisible();
  const again = failure(page).getByRole('button', { name: 'Try again' });
  await again.click();
  await expect(failure(page)).toContainText('The server did not send it.');
  await letThrough();
  await again.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
  expect(loads).toEqual([]);
});
