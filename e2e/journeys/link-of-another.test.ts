import type { Page } from '@playwright/test';
import { faultsInBothSchemes } from '../fixtures/axe.ts';
import { newDocument, promptOf } from '../fixtures/desk.ts';
import { rowOf } from '../fixtures/library.ts';
import { openTab, type World } from '../fixtures/open-world.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { linkFor } from '../fixtures/program.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectSynced, expectWritten, sayRest, writeHalf } from '../fixtures/writing.ts';

/* A link leads to another account than the one whose documents a browser has. */

const script = scriptAbout('the road by the river');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const question = (page: Page) => page.getByRole('heading', { name: 'This browser has 1 document of its own' });

/** A second browser with an account of its own, in which a document is begun. */
async function otherPerson(world: World, title: string): Promise<Page> {
  const profile = await world.profile();
  const page = await openTab(profile.context(), world.address());
  await newDocument(page);
  await page.getByRole('textbox', { name: 'Title' }).fill(title);
  await expectSynced(page);
  return page;
}

test('[S1] moves the documents that are there, with what was not sent yet, and both browsers have them', async ({ world }) => {
  const owner = await world.tab();
  await expectSynced(owner);
  const page = await otherPerson(world, 'Notes of the guest');
  const document = page.url();
  await sayRest(await writeHalf(world, page, 1, script), script);
  await expectWritten(page, 1, script.whole);
  const link = await linkFor(world);
  world.network.cut();
  await promptOf(page, 1).fill('Written without a network.');
  await page.getByRole('textbox', { name: 'Title' }).fill('Notes from the train');
  // The header shows what is stored.
  await expect(page.getByRole('paragraph').filter({ hasText: 'Notes from the train' })).toBeVisible();
  world.network.mend();
  await page.goto(link);
  await expect(question(page)).toBeVisible();
  expect(await faultsInBothSchemes(page, 'the question')).toEqual([]);
  await button(page, 'Move it and sign in').click();
  await expect(rowOf(page, 'Notes from the train')).toBeVisible();
  await expectSynced(page);
  await expect(rowOf(owner, 'Notes from the train')).toBeVisible();
  for (const each of [owner, page]) {
    await each.goto(document);
    await expect(promptOf(each, 1)).toHaveValue('Written without a network.');
    await expectWritten(each, 1, script.whole);
  }
});

test('[S1] does not move them while a job of theirs is at work, leaves everything as it is to who stays, and leaves them behind for who says so', async ({
  world,
}) => {
  const owner = await world.tab();
  await expectSynced(owner);
  const page = await otherPerson(world, 'Notes of the guest');
  const call = await writeHalf(world, page, 1, script);
  await page.goto(await linkFor(world));
  await button(page, 'Move it and sign in').click();
  await expect(
    page.getByText('1 job is still at work in these documents, so nothing was moved.', { exact: false }),
  ).toBeVisible();
  await button(page, 'Stay as I am').click();
  await expect(rowOf(page, 'Notes of the guest')).toBeVisible();
  await sayRest(call, script);
  await expect(rowOf(owner, 'Notes of the guest')).toHaveCount(0);

  await page.goto(await linkFor(world));
  await button(page, 'Sign in without it').click();
  await expect(button(page, 'New document')).toBeVisible();
  await expectSynced(page);
  await expect(rowOf(page, 'Notes of the guest')).toHaveCount(0);
  await newDocument(page);
  await page.getByRole('textbox', { name: 'Title' }).fill('Written as the owner');
  await expectSynced(page);
  await expect(rowOf(owner, 'Written as the owner')).toBeVisible();
  await expect(rowOf(owner, 'Notes of the guest')).toHaveCount(0);
});
