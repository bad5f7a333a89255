import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { addPromptBlock, newDocument, promptOf } from '../fixtures/desk.ts';
import { openTab } from '../fixtures/open-world.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { linkFor, openProgram } from '../fixtures/program.ts';
import { runUpkeep } from '../fixtures/upkeep.ts';
import { expect, test } from '../fixtures/world.ts';
import { editText, expectSynced, expectText, expectWritten, sayRest, writeHalf } from '../fixtures/writing.ts';

const [early, open, later] = [scriptAbout('the harbour'), scriptAbout('the road by the river'), scriptAbout('the lighthouse')];

/** A tab of the same browser, on the settings; the answer shows the name under which the browser's changes are counted. */
async function showDevice(page: Page): Promise<Locator> {
  const tab = await page.context().newPage();
  await tab.goto(new URL('/settings', page.url()).href);
  const device = tab.locator('dt', { hasText: 'This device' }).locator('xpath=following-sibling::dd[1]');
  await expect(device).toHaveText(/^\S+$/);
  return device;
}

test('[S3] a backup made while jobs run is restored later: both devices come back with all they had, and nothing is there twice', async ({
  world,
}) => {
  test.setTimeout(240_000);
  const laptop = await world.tab();
  await newDocument(laptop);
  await laptop.getByRole('textbox', { name: 'Title' }).fill('The harbour and the road');
  const first = await writeHalf(world, laptop, 1, early);
  await sayRest(first, early);
  await expectWritten(laptop, 1, early.whole);
  const profile = await world.profile();
  const phone = await openTab(profile.context(), await linkFor(world));
  await expectSynced(phone);
  await phone.goto(laptop.url());
  await expectText(phone, 1, early.whole);
  const devices = [await showDevice(laptop), await showDevice(phone)];
  const before = await Promise.all(devices.map((device) => device.innerText()));

  // Two jobs run while the backup is made: one of the laptop, whose call is open, and one of a program, whose call is too.
  await addPromptBlock(laptop);
  const running = await writeHalf(world, laptop, 2, open);
  const program = await openProgram(world);
  await program.post('/api/jobs', { kind: 'block.generate', input: { prompt: 'Say it.', title: 'Of a program' } });
  const ofProgram = await world.provider.call(2);
  await ofProgram.send('Half of it');
  await runUpkeep(world, 'backup', join(world.dataDir, '..', 'backup.db'));

  // What the backup does not know: both jobs end, a third text, an edit of each device, another document.
  await sayRest(running, open);
  await expectWritten(laptop, 2, open.whole);
  await ofProgram.send(' and the rest.');
  await ofProgram.finish();
  await addPromptBlock(laptop);
  const third = await writeHalf(world, laptop, 3, later);
  await sayRest(third, later);
  await expectWritten(laptop, 3, later.whole);
  await expectWritten(phone, 3, later.whole);
  await editText(phone, 1, 'The phone’s own words.');
  await expectSynced(phone);
  await expectText(laptop, 1, 'The phone’s own words.');
  const document = laptop.url();
  await newDocument(laptop);
  await laptop.getByRole('textbox', { name: 'Title' }).fill('Made after the backup');
  await promptOf(laptop, 1).fill('To be kept.');
  await expectSynced(laptop);

  await world.server.stop();
  await runUpkeep(world, 'restore', join(world.dataDir, '..', 'backup.db'));
  // The calls that were open in the backup are lost there; the texts that they gave are on the devices.
  world.provider.script({}, { type: 'answer', text: open.whole });
  await world.server.start();

  // Both ask again after a pause of some seconds, and are then other devices to a store that is another.
  for (const [at, device] of devices.entries()) await expect(device).not.toHaveText(before[at] ?? '', { timeout: 60_000 });
  await laptop.goto(document);
  for (const page of [laptop, phone]) {
    await expectSynced(page);
    await expectWritten(page, 1, 'The phone’s own words.');
    await expectText(page, 3, later.whole);
    await expectText(page, 2, open.whole);
    await expect(page.getByRole('article')).toHaveCount(3);
  }
  for (const page of [laptop, phone]) {
    await page.goto(world.address('/'));
    await expect(page.getByRole('link', { name: 'Made after the backup' })).toHaveCount(1);
    await expect(page.getByRole('link', { name: 'The harbour and the road' })).toHaveCount(1);
  }
  await phone.getByRole('link', { name: 'Made after the backup' }).click();
  await expect(promptOf(phone, 1)).toHaveValue('To be kept.');
});
