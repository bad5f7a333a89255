import type { Page } from '@playwright/test';
import { faultsInBothSchemes } from '../fixtures/axe.ts';
import { newDocument, promptOf } from '../fixtures/desk.ts';
import { openTab } from '../fixtures/open-world.ts';
import { linkFor } from '../fixtures/program.ts';
import { endSessions } from '../fixtures/sessions.ts';
import { shellIsKept } from '../fixtures/shell.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectCalls, expectSynced } from '../fixtures/writing.ts';

const notice = (page: Page) => page.getByRole('alert').filter({ hasText: 'You are signed out.' });
const signInAgain = (page: Page) => page.getByRole('button', { name: 'Sign in again' });

test('[J1] what is written while signed out, also over a reload, is kept and sent once the same person signs in by a link', async ({
  world,
}) => {
  const page = await world.tab();
  await newDocument(page);
  await promptOf(page, 1).fill('Before.');
  await expectSynced(page);
  endSessions(world, { isRecent: false });
  await promptOf(page, 1).fill('Before. While signed out.');
  await expect(notice(page)).toBeVisible();
  expect(await faultsInBothSchemes(page, 'signed out')).toEqual([]);
  await page.reload();
  await expect(notice(page)).toBeVisible();
  await promptOf(page, 1).fill('Before. While signed out. After a reload.');
  await expect(page.getByTitle('Signed out, saved on this device')).toBeVisible();

  await signInAgain(page).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  const link = dialog.getByRole('textbox', { name: 'Sign-in link' });
  await expect(link).toBeFocused();
  expect(await faultsInBothSchemes(page, 'asking for a link')).toEqual([]);
  await link.fill('npm run link');
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(dialog.getByText('This is not a sign-in link.', { exact: false })).toBeVisible();
  await link.fill('http://127.0.0.1:3000/link#nobody-made-this-one');
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(dialog.getByText('This link was used before', { exact: false })).toBeVisible();
  await link.fill(await linkFor(world));
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expectSynced(page);
  await expect(notice(page)).toHaveCount(0);
  await expect(dialog).toHaveCount(0);

  const profile = await world.profile();
  const other = await openTab(profile.context(), await linkFor(world));
  await expectSynced(other);
  await other.goto(page.url());
  await expect(promptOf(other, 1)).toHaveValue('Before. While signed out. After a reload.');
  expectCalls(world, []);
});

test('[J1] within an hour of its first visit a browser signs in again by itself, and at a press of the button when it happens once more', async ({
  world,
}) => {
  const page = await world.tab();
  await newDocument(page);
  await expectSynced(page);
  endSessions(world, { isRecent: true });
  const renewed = page.waitForResponse((response) => response.url().includes('session.start'));
  await promptOf(page, 1).fill('One.');
  await renewed;
  await expectSynced(page);
  endSessions(world, { isRecent: true });
  await promptOf(page, 1).fill('One. Two.');
  await expect(notice(page)).toBeVisible();
  await signInAgain(page).click();
  await expectSynced(page);
  await expect(notice(page)).toHaveCount(0);
  await expect(promptOf(page, 1)).toHaveValue('One. Two.');
});

test('who asks to be signed in while the server is away is told so, and is answered once it is back', async ({ world }) => {
  const page = await world.tab();
  await newDocument(page);
  await expectSynced(page);
  endSessions(world, { isRecent: false });
  await promptOf(page, 1).fill('One.');
  await expect(notice(page)).toBeVisible();
  await shellIsKept(page);
  world.network.cut();
  await signInAgain(page).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  await expect(dialog.getByText('The server does not answer.', { exact: false })).toBeVisible();
  world.network.mend();
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Sign-in link' })).toBeVisible();
});
