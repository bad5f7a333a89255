import { expect, type Page } from '@playwright/test';
import { publishAnotherBuild } from '../fixtures/builds.ts';
import { newDocument, promptOf } from '../fixtures/desk.ts';
import { openCopy } from '../fixtures/device-copy.ts';
import { teachNewerProtocol } from '../fixtures/newer-protocol.ts';
import { openTab, type World } from '../fixtures/open-world.ts';
import { refuseStorage } from '../fixtures/poor-browser.ts';
import { linkFor } from '../fixtures/program.ts';
import { shellIsKept } from '../fixtures/shell.ts';
import { expectSynced } from '../fixtures/writing.ts';
import { halfWritten, prompt, scene, titled } from './plays.ts';
import type { Scene } from './scene.ts';

/** A document that is being written, on a server whose next version is put beside this one. */
async function updated(world: World): Promise<Page> {
  const page = await world.tab();
  await shellIsKept(page);
  await page.reload();
  await halfWritten(world, page);
  await publishAnotherBuild(world.folder, 'abcdef012345');
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
  await expect(page.getByText('A newer version is ready')).toBeVisible();
  return page;
}

/** The server has learnt a newer protocol than the page speaks. */
async function tooOld(world: World): Promise<Page> {
  const page = await titled(world);
  await expectSynced(page);
  await teachNewerProtocol(world);
  await promptOf(page, 1).fill(prompt);
  await expect(page.getByRole('alert').filter({ hasText: 'A newer version is ready.' })).toBeVisible();
  return page;
}

/** Another tab of this browser has signed in as someone else. */
async function otherAccount(world: World): Promise<Page> {
  await world.tab();
  const { context } = await world.profile();
  const page = await openTab(context(), world.address());
  await newDocument(page);
  await page.getByRole('textbox', { name: 'Title' }).fill('Review of the third quarter');
  await expectSynced(page);
  const other = await openTab(context(), await linkFor(world));
  await other.getByRole('button', { name: 'Sign in without it' }).click();
  await expectSynced(other);
  await promptOf(page, 1).fill(prompt);
  await expect(page.getByRole('alert').filter({ hasText: 'as someone else' })).toBeVisible();
  return page;
}

/** What a newer version, another account or a spoilt copy of the rows says to the person. */
export const versionScenes: readonly Scene[] = [
  { ...scene('update-ready', updated), from: 'copy' },
  { ...scene('page-too-old', tooOld), from: 'copy' },
  scene('newer-elsewhere', async (world) => {
    const page = await halfWritten(world);
    await expectSynced(page);
    const other = await openTab(page.context(), world.address('/sample/evidence.json'));
    // As a newer build does when it opens.
    await openCopy(other, 9_000);
    await expect(page.getByRole('dialog', { name: 'A newer version is open in another tab' })).toBeVisible();
    return page;
  }),
  scene('other-account', otherAccount),
  scene('door-copy-refused', async (world) => {
    const page = await titled(world);
    await expectSynced(page);
    await refuseStorage(page.context(), 'meanwhile-');
    const reading = await openTab(page.context(), page.url());
    await expect(reading.getByRole('heading', { level: 1 })).toContainText('does not let Meanwhile keep anything');
    return reading;
  }),
];
