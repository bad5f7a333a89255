import { expect } from '@playwright/test';
import { newDocument, promptOf } from '../fixtures/desk.ts';
import { rowOf } from '../fixtures/library.ts';
import { openTab, type World } from '../fixtures/open-world.ts';
import { breakStorage, hideApi, limitRoom, refuseStorage } from '../fixtures/poor-browser.ts';
import { linkFor } from '../fixtures/program.ts';
import { endSessions } from '../fixtures/sessions.ts';
import { expectSynced, expectText } from '../fixtures/writing.ts';
import { asked, prompt, script, titled } from './plays.ts';
import type { Scene } from './scene.ts';

const scene = (name: string, play: Scene['play']): Scene => ({ name, model: 'provider', play });

/** A document whose person was signed out while they wrote. */
async function signedOut(world: World) {
  const page = await world.tab();
  await newDocument(page);
  await page.getByRole('textbox', { name: 'Title' }).fill('Review of the third quarter');
  await expectSynced(page);
  endSessions(world, { isRecent: false });
  await promptOf(page, 1).fill('Sum up the three largest contributions of the quarter.');
  await expect(page.getByRole('button', { name: 'Sign in again' })).toBeVisible();
  return page;
}

/** A page of a browser that is made poorer before it is opened. */
const poorer = (spoil: typeof refuseStorage) => async (world: World) => {
  const blank = await world.tab('/icon.svg');
  await spoil(blank.context());
  await blank.goto(world.address());
  await expect(blank.getByRole('heading', { level: 1 })).toBeVisible();
  return blank;
};

/** The device is full while a person writes. */
async function full(world: World) {
  const page = await world.tab();
  await newDocument(page);
  await limitRoom(page, 1);
  const notice = page.getByRole('button', { name: 'Free space' });
  await expect(async () => {
    await promptOf(page, 1).pressSequentially('More. ');
    await expect(notice).toBeVisible({ timeout: 1_500 });
  }).toPass({ timeout: 60_000 });
  return page;
}

/** A written document, from which a part of the app cannot be loaded any more. */
async function withheld(world: World, part: string, isOffline: boolean) {
  const page = await asked(world, { type: 'answer', text: script.whole });
  await expectText(page, 1, script.whole);
  await page.route(`**/assets/${part}-*.js`, (route) => route.abort());
  await page.context().setOffline(isOffline);
  return page;
}

/** What a browser may lack, and what stands in a person's way. */
export const doorScenes: readonly Scene[] = [
  scene('door-signed-out', signedOut),
  scene('door-sign-in-again', async (world) => {
    const page = await signedOut(world);
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await expect(page.getByRole('textbox', { name: 'Sign-in link' })).toBeVisible();
    return page;
  }),
  scene(
    'door-too-old',
    poorer((context) => hideApi(context, 'Object.groupBy')),
  ),
  scene('door-nothing-kept', poorer(refuseStorage)),
  scene('door-full', full),
  scene('door-free-space', async (world) => {
    const page = await full(world);
    await page.getByRole('button', { name: 'Free space' }).click();
    await expect(page.getByRole('dialog', { name: 'Free space' })).toBeVisible();
    return page;
  }),
  scene('door-storage-broken', async (world) => {
    const page = await titled(world);
    await expectSynced(page);
    await breakStorage(page, 'writes');
    await promptOf(page, 1).fill(prompt);
    await expect(page.getByText('This browser cannot open its storage')).toBeVisible();
    return page;
  }),
  scene('page-failed', async (world) => {
    const page = await titled(world);
    await page.getByRole('link', { name: 'Library', exact: true }).first().click();
    await expectSynced(page);
    await breakStorage(page, { table: 'sources' });
    await rowOf(page, 'Review of the third quarter').getByRole('link').click();
    await expect(page.getByRole('heading', { name: 'This page could not be shown' })).toBeVisible();
    return page;
  }),
  scene('door-link-of-another', async (world) => {
    await world.tab();
    const profile = await world.profile();
    const page = await openTab(profile.context(), world.address());
    await newDocument(page);
    await expectSynced(page);
    await page.goto(await linkFor(world));
    await expect(page.getByRole('heading', { level: 1 })).toContainText('of its own');
    return page;
  }),
  scene('missing-panel', async (world) => {
    const page = await withheld(world, 'thread', true);
    await page.getByRole('button', { name: 'Refine', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('You are offline.');
    return page;
  }),
  scene('missing-window', async (world) => {
    const page = await withheld(world, 'palette', false);
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('alert')).toContainText('The server did not send it.');
    return page;
  }),
  scene('missing-page', async (world) => {
    const page = await withheld(world, 'settings-page', true);
    await page.getByRole('link', { name: 'Settings' }).click();
    await expect(page.getByRole('alert')).toContainText('You are offline.');
    return page;
  }),
];
