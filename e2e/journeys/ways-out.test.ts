import type { Page } from '@playwright/test';
import { faultsInBothSchemes } from '../fixtures/axe.ts';
import { publishAnotherBuild } from '../fixtures/builds.ts';
import { blockOf, buttonIn, generate, newDocument, promptOf } from '../fixtures/desk.ts';
import { rowOf } from '../fixtures/library.ts';
import { teachNewerProtocol } from '../fixtures/newer-protocol.ts';
import { openTab } from '../fixtures/open-world.ts';
import { breakStorage, hideApi, limitRoom, refuseStorage } from '../fixtures/poor-browser.ts';
import { shellIsKept } from '../fixtures/shell.ts';
import { expect, test } from '../fixtures/world.ts';
import { editText, expectSynced, expectText } from '../fixtures/writing.ts';

/* What a browser may lack: each time a screen or a notice says so, and how it goes on. */

/** Axe finds nothing in the light and in the dark, on a wide and on a narrow window. */
async function expectClean(page: Page, state: string): Promise<void> {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    expect(await faultsInBothSchemes(page, `${state}, ${width} px`)).toEqual([]);
  }
}

for (const name of ['AbortSignal.any', 'Object.groupBy']) {
  test(`a browser that is too old for ${name} says so and what to do, instead of showing an empty page`, async ({
    world,
    context,
  }) => {
    await hideApi(context, name);
    const page = await world.tab('/documents/some-document');
    await expect(page.getByRole('heading', { name: 'This browser is too old for Meanwhile' })).toBeVisible();
    await expectClean(page, 'too old');
    await page.getByText('Details').click();
    await expect(page.getByText(`It lacks: ${name}`)).toBeVisible();
    await expect(page.getByRole('link', { name: 'Try again' })).toBeVisible();
  });
}

test('a browser that lets nothing be kept says so, and Try again opens the app once it does', async ({ world, context }) => {
  await refuseStorage(context);
  const page = await world.tab();
  await expect(page.getByRole('heading', { name: 'This browser does not let Meanwhile keep anything' })).toBeVisible();
  await expectClean(page, 'nothing can be kept');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'This browser does not let Meanwhile keep anything' })).toBeVisible();
  await page.evaluate(() => sessionStorage.setItem('storage', 'allowed'));
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('button', { name: 'New document' })).toBeVisible();
  await newDocument(page);
  await expectSynced(page);
});

test('a browser that knows the person but cannot open their copy says so instead of waiting, and Try again opens it', async ({
  world,
  context,
}) => {
  const page = await world.tab();
  await newDocument(page);
  await promptOf(page, 1).fill('Before.');
  const other = await openTab(context, page.url());
  await expect(promptOf(other, 1)).toHaveValue('Before.');
  await other.close();
  await refuseStorage(context, 'meanwhile-');
  world.excuse(/OpenFailedError|SecurityError|DatabaseClosedError/);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'This browser does not let Meanwhile keep anything' })).toBeVisible();
  await page.evaluate(() => sessionStorage.setItem('storage', 'allowed'));
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(promptOf(page, 1)).toHaveValue('Before.');
});

test('[J1] a page that cannot write any more says so, and what was typed into it is there after its Reload', async ({
  world,
}) => {
  const page = await world.tab();
  await newDocument(page);
  await promptOf(page, 1).fill('Before.');
  await expectSynced(page);
  world.excuse(/UnknownError|DatabaseClosedError/);
  await breakStorage(page, 'writes');
  await promptOf(page, 1).fill('Before. And after.');
  const notice = page.getByRole('alert').filter({ hasText: 'This browser cannot open its storage' });
  await expect(notice).toBeVisible();
  await expectClean(page, 'broken storage');
  await expect(promptOf(page, 1)).toHaveValue('Before. And after.');
  await notice.getByRole('button', { name: 'Reload' }).click();
  await expect(notice).toHaveCount(0);
  await expect(promptOf(page, 1)).toHaveValue('Before. And after.');
  await expectSynced(page);
});

test('a page that cannot be shown says so in its place, the frame stays, and Reload shows it', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  await promptOf(page, 1).fill('Before.');
  await expectSynced(page);
  await page.getByRole('link', { name: 'Library', exact: true }).first().click();
  await expect(page.getByRole('heading', { name: 'Library' })).toBeVisible();
  // React tells an error that it caught by its class, whose name is one letter in a build.
  world.excuse(/^\w$|UnknownError|DatabaseClosedError/);
  await breakStorage(page, { table: 'sources' });
  await rowOf(page, 'Untitled').getByRole('link').click();
  await expect(page.getByRole('heading', { name: 'This page could not be shown' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'New document' })).toBeVisible();
  await expectClean(page, 'a page that failed');
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(promptOf(page, 1)).toHaveValue('Before.');
});

test('a device that is full at the first visit says so, and Try again opens the app once there is room', async ({
  world,
  context,
}) => {
  await context.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  const page = await world.tab('/icon.svg');
  await limitRoom(page, 1);
  await page.goto(world.address());
  await expect(page.getByRole('heading', { name: 'This device has no room left' })).toBeVisible();
  await expectClean(page, 'no room at the start');
  await limitRoom(page, null);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('button', { name: 'New document' })).toBeVisible();
});

test('[J1] what is typed while the device is full stays on the page, and is saved and sent as soon as there is room', async ({
  world,
}) => {
  test.setTimeout(180_000);
  world.provider.script({}, { type: 'answer', text: 'It went well.' });
  const page = await world.tab();
  await newDocument(page);
  await generate(page, 1, 'Before.');
  await expectText(page, 1, 'It went well.');
  await expectSynced(page);
  await limitRoom(page, 1);
  const first = await typeUntilFull(page, 'Before. While there was no room');
  await expectClean(page, 'no room');
  await fullNotice(page).getByRole('button', { name: 'Free space' }).click();
  const dialog = page.getByRole('dialog', { name: 'Free space' });
  await expect(dialog.getByText(/^Meanwhile uses [\d.]+ .B here\./)).toBeVisible();
  await expectClean(page, 'freeing space');
  await expectAsksBeforeLeaving(page);
  await dialog.getByRole('button', { name: 'Clear finished jobs' }).click();
  // Not in sight: what it tried to save next found no room either, and only the newest message is whole on a narrow window.
  await expect(page.getByText('1 finished job is cleared.')).toBeAttached();
  await limitRoom(page, null);
  await expect(fullNotice(page)).toHaveCount(0);
  await page.reload();
  await expect(promptOf(page, 1)).toHaveValue(first);
  await expectSynced(page);
});

test('[J1] who ends an edit, or leaves the page, while the device is full finds their words saved once there is room', async ({
  world,
}) => {
  test.setTimeout(180_000);
  const page = await world.tab();
  await newDocument(page);
  await editText(page, 1, 'It went well.');
  await expectSynced(page);
  await limitRoom(page, 1);
  await typeUntilFull(page, 'No room');
  const block = blockOf(page, 1);
  await buttonIn(block, 'Edit').click();
  const editor = block.getByRole('textbox', { name: 'Content' });
  await editor.fill('It went very well.');
  await buttonIn(block, 'Done').click();
  await expect(page.getByText('Nothing was lost; free some space on it').first()).toBeVisible();
  await expect(editor).toHaveValue('It went very well.');
  await promptOf(page, 1).fill('And then left.');
  await expect(page.getByText('No room left on this device')).toBeVisible();
  await expect(page.getByText(/^Server not reachable/)).toHaveCount(0);
  await page.getByRole('link', { name: 'Library', exact: true }).first().click();
  await expect(page.getByRole('button', { name: 'New document' })).toBeVisible();
  await expect(fullNotice(page)).toBeVisible();
  await limitRoom(page, null);
  await expect(fullNotice(page)).toHaveCount(0);
  await expect(page.getByText('Nothing was lost; free some space on it')).toHaveCount(0);
  await page.goBack();
  await expect(promptOf(page, 1)).toHaveValue('And then left.');
  await expectText(page, 1, 'It went very well.');
  await expectSynced(page);
});

/** The browser asks whether the page may go; it stays. */
async function expectAsksBeforeLeaving(page: Page): Promise<void> {
  const asked = page.waitForEvent('dialog');
  const leaving = page.evaluate(() => location.reload());
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await leaving;
  await expect(fullNotice(page)).toBeVisible();
}

const fullNotice = (page: Page) => page.getByRole('alert').filter({ hasText: 'This device has no room left.' });

/** Types on until the browser, which measures its room only now and then, has noticed that there is none; gives what stands there. */
async function typeUntilFull(page: Page, begun: string): Promise<string> {
  let typed = begun;
  await expect(async () => {
    typed += '.';
    await promptOf(page, 1).fill(typed);
    await expect(fullNotice(page)).toBeVisible({ timeout: 1_500 });
  }).toPass({ timeout: 60_000 });
  return typed;
}

test.describe('a server that is newer than the page', () => {
  test.use({ from: 'copy' });

  test('says so, keeps what is typed, and one Reload brings the newer page, with it', async ({ world }) => {
    const page = await world.tab();
    await shellIsKept(page);
    await page.reload();
    await newDocument(page);
    await promptOf(page, 1).fill('Before.');
    await expectSynced(page);
    const forget = await teachNewerProtocol(world);
    await promptOf(page, 1).fill('Before. And after.');
    const notice = page.getByRole('alert').filter({ hasText: 'A newer version is ready.' });
    await expect(notice).toBeVisible();
    await expectClean(page, 'too old a page');
    const entry = page.locator('script[type="module"]').first();
    const before = (await entry.getAttribute('src')) ?? '';
    await publishAnotherBuild(world.folder, 'abcdef012345');
    await notice.getByRole('button', { name: 'Reload' }).click();
    await expect(entry).not.toHaveAttribute('src', before);
    await expect(promptOf(page, 1)).toHaveValue('Before. And after.');
    await forget();
    await expectSynced(page);
  });
});
