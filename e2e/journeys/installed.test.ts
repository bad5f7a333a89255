import { faultsOf } from '../fixtures/axe.ts';
import { blockOf, buttonIn, generate, newDocument, promptOf } from '../fixtures/desk.ts';
import { addDocument } from '../fixtures/library.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { shareNoteAndFile } from '../fixtures/sharing.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectText, sayRest, writeHalf } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

test('the manifest has what a system needs to install the app, and every icon and address in it is there', async ({ world }) => {
  const page = await world.tab();
  const link = await page.locator('link[rel="manifest"]').getAttribute('href');
  const manifest = await (await page.request.get(world.address(link ?? ''))).json();
  expect(manifest).toMatchObject({ id: '/', scope: '/', start_url: '/', display: 'standalone', theme_color: '#fbfaf7' });
  expect(manifest.shortcuts.map(({ name, url }: { name: string; url: string }) => [name, url])).toEqual([
    ['New document', '/new'],
    ['Jobs', '/jobs'],
  ]);
  const sizes = await page.evaluate(
    (icons: readonly { src: string; sizes: string; purpose: string }[]) =>
      Promise.all(
        icons.map(async ({ src, sizes, purpose }) => {
          const { width, height } = await createImageBitmap(await (await fetch(src)).blob());
          return { says: sizes, is: `${width}x${height}`, purpose };
        }),
      ),
    manifest.icons,
  );
  expect(sizes.map(({ is, purpose }) => `${purpose} ${is}`).toSorted()).toEqual([
    'any 192x192',
    'any 512x512',
    'maskable 192x192',
    'maskable 512x512',
  ]);
  expect(sizes.filter(({ says, is }) => says !== is)).toEqual([]);
  await page.goto(world.address('/new'));
  await expect(promptOf(page, 1)).toBeVisible();
  await expect(page).toHaveURL(/\/documents\/\w+$/);
  await page.goBack();
  await expect(page.getByRole('link', { name: 'Untitled' })).toHaveCount(1);
});

test('what another app shares becomes a source of the document that the person names, without a server too', async ({
  world,
}) => {
  const page = await world.tab();
  await addDocument(page, 'Review of the parser');
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.reload();
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await world.server.kill9();
  await shareNoteAndFile(page, 'bridge.md');
  await expect(page.getByRole('heading', { name: 'Add what was shared to a document' })).toBeVisible();
  await expect(page).toHaveURL(/\/share\?id=\w+$/);
  const shared = page.url();
  await expect(page.getByRole('list', { name: 'Shared' }).getByRole('listitem')).toHaveText([
    /^A note on the road\.txt/,
    /^bridge\.md/,
  ]);
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('link', { name: 'Review of the parser' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add sources' });
  await expect(dialog.getByRole('list', { name: 'Files' }).getByRole('listitem')).toHaveCount(2);
  await page.reload();
  await dialog.getByRole('button', { name: /^Add 2 sources/ }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page).toHaveURL(/\/documents\/\w+$/);
  await expect(page.getByText('The bridge').first()).toBeVisible();
  await page.goto(shared);
  await expect(page.getByRole('heading', { name: 'There is nothing shared here' })).toBeVisible();
});

test('what another app shares where the browser has no service worker any more is kept over a reload, until it is a source', async ({
  world,
}) => {
  const page = await world.tab();
  await addDocument(page, 'Review of the parser');
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.unregister();
  });
  const answer = page.waitForResponse((response) => response.url().endsWith('/share'));
  await shareNoteAndFile(page, 'bridge.md');
  expect((await answer).fromServiceWorker()).toBe(false);
  await expect(page).toHaveURL(/\/share\?id=\w+$/);
  await page.reload();
  const shared = page.getByRole('list', { name: 'Shared' }).getByRole('listitem');
  await expect(shared).toHaveText([/^A note on the road\.txt/, /^bridge\.md/]);
  await page.getByRole('link', { name: 'Review of the parser' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add sources' });
  await dialog.getByRole('button', { name: /^Add 2 sources/ }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('The bridge').first()).toBeVisible();
});

test('the icon of the app shows how many jobs are not finished, and nothing once they are', async ({ world, context }) => {
  await context.addInitScript(() => {
    const shown: (number | null)[] = [];
    Object.assign(globalThis, { shownOnIcon: shown });
    navigator.setAppBadge = async (jobs) => {
      shown.push(jobs ?? 0);
    };
    navigator.clearAppBadge = async () => {
      shown.push(null);
    };
  });
  const page = await world.tab();
  const last = () => page.evaluate(() => (globalThis as unknown as { shownOnIcon: (number | null)[] }).shownOnIcon.at(-1));
  await newDocument(page);
  const call = await writeHalf(world, page, 1, script);
  expect(await last()).toBe(1);
  await sayRest(call, script);
  await expectText(page, 1, script.whole);
  await expect.poll(last).toBeNull();
  await generate(page, 1, 'Once more.');
  await expect.poll(last).toBe(1);
  await buttonIn(blockOf(page, 1), 'Cancel').click();
  await expect.poll(last).toBeNull();
});
