import { expect, type Page } from '@playwright/test';
import { newDocument } from '../fixtures/desk.ts';
import { openTab, type World } from '../fixtures/open-world.ts';
import { limitRoom } from '../fixtures/poor-browser.ts';
import { linkFor } from '../fixtures/program.ts';
import { shareNoteAndFile } from '../fixtures/sharing.ts';
import { expectSynced, writeHalf } from '../fixtures/writing.ts';
import { scene, script, severalDocuments } from './plays.ts';
import type { Scene } from './scene.ts';

/** A browser with an account and a document of its own, and a link that leads to another account. */
async function guest(world: World): Promise<{ readonly page: Page; readonly link: string }> {
  await world.tab();
  const profile = await world.profile();
  const page = await openTab(profile.context(), world.address());
  await newDocument(page);
  await expectSynced(page);
  return { page, link: await linkFor(world) };
}

/** What comes from outside: things that are shared, links, and a first visit that cannot begin. */
export const shareScenes: readonly Scene[] = [
  scene('shared', async (world) => {
    const page = await severalDocuments(world);
    await expectSynced(page);
    await shareNoteAndFile(page, 'minutes-of-the-meeting-about-the-bridge.md');
    await expect(page.getByRole('heading', { name: 'Add what was shared to a document' })).toBeVisible();
    await expect(page.getByRole('list', { name: 'Or one that you have' }).getByRole('listitem')).toHaveCount(3);
    return page;
  }),
  scene('shared-too-large', async (world) => {
    const page = await world.tab('/share?id=too-large');
    await expect(page.getByRole('heading', { name: 'That was too large to take in' })).toBeVisible();
    return page;
  }),
  scene('door-link-job-at-work', async (world) => {
    const { page, link } = await guest(world);
    await writeHalf(world, page, 1, script);
    await page.goto(link);
    await page.getByRole('button', { name: 'Move it and sign in' }).click();
    await expect(page.getByText('so nothing was moved')).toBeVisible();
    return page;
  }),
  scene('door-link-used', async (world) => {
    const { page } = await guest(world);
    await page.goto(world.address('/link#nobody-made-this-one'));
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    return page;
  }),
  scene('door-unreachable', async (world) => {
    const page = await world.tab('/icon.svg');
    await page.route('**/trpc/**', (route) => route.abort());
    await page.goto(world.address());
    await expect(page.getByRole('heading', { name: 'Meanwhile cannot reach its server' })).toBeVisible();
    return page;
  }),
  scene('door-no-room', async (world) => {
    const page = await world.tab('/icon.svg');
    await limitRoom(page, 1);
    await page.goto(world.address());
    await expect(page.getByRole('heading', { name: 'This device has no room left' })).toBeVisible();
    return page;
  }),
];
