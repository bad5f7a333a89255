import type { Page } from '@playwright/test';
import type { World } from '../fixtures/open-world.ts';
import { type OtherSite, openOtherSite } from '../fixtures/other-site.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { originOf } from '../fixtures/program.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectCalls, sayRest } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

let site: OtherSite;
test.beforeAll(async () => {
  site = await openOtherSite();
});
test.afterAll(() => site.close());

/** Makes a token in the settings, and copies it off the screen: it is shown there once. */
async function makeToken(page: Page, name: string): Promise<string> {
  await page.getByRole('textbox', { name: 'What it is for' }).fill(name);
  await page.getByRole('button', { name: 'Make token' }).click();
  const token = await page.getByText(/^mw_/).innerText();
  await expect(page.getByRole('button', { name: 'Copy token' })).toBeFocused();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('textbox', { name: 'What it is for' })).toBeFocused();
  await expect(page.getByText(token)).toHaveCount(0);
  return token;
}

async function allowSite(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Origin' }).fill(site.origin);
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page.getByRole('button', { name: `Remove ${site.origin}` })).toBeVisible();
}

const asks = async (world: World, token: string) =>
  (await fetch(`${originOf(world)}/api/jobs`, { headers: { Authorization: `Bearer ${token}` } })).status;

test('[L4] a page of another origin sees a job through, also when its connection is cut in between', async ({ world }) => {
  world.provider.script({}, { type: 'held' });
  const settings = await world.tab('/settings');
  const token = await makeToken(settings, 'The other site');
  await allowSite(settings);

  const page = await settings.context().newPage();
  await page.goto(site.origin);
  await page.getByRole('textbox', { name: 'Server' }).fill(new URL(world.address()).origin);
  await page.getByRole('textbox', { name: 'Token' }).fill(token);
  await page.getByRole('textbox', { name: 'Prompt' }).fill('Tell how the quarter went.');
  await page.getByRole('button', { name: 'Start' }).click();
  const call = await world.provider.call(0);
  await call.send(script.first);
  const text = page.getByRole('article', { name: 'Text' });
  await expect.poll(() => text.textContent()).toBe(script.first);

  world.network.cut();
  await expect(page.getByRole('status')).toContainText('connecting');
  await sayRest(call, script);
  world.network.mend();
  await expect(page.getByRole('status')).toHaveText('Written: Tell how the quarter went.');
  expect(await text.textContent()).toBe(script.whole);
  expectCalls(world, ['complete']);
});

test('a token is shown once, says when it was used, and opens nothing once it is revoked', async ({ world }) => {
  const page = await world.tab('/settings');
  const token = await makeToken(page, 'Nightly script');
  const row = page.getByRole('list', { name: 'Tokens' }).getByRole('listitem');
  await expect(row).toContainText('never used');
  expect(await asks(world, token)).toBe(200);
  await page.reload();
  await expect(row).toContainText('used just now');
  await page.getByRole('button', { name: 'Revoke Nightly script' }).click();
  await page.getByRole('button', { name: 'Revoke for good' }).click();
  await expect(row).toContainText('revoked just now');
  expect(await asks(world, token)).toBe(401);
});
