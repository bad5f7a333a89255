import { blockOf, newDocument } from '../fixtures/desk.ts';
import { lengthenHistory, writeBefore } from '../fixtures/history.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectWritten, sayRest, writeHalf } from '../fixtures/writing.ts';

const [early, script] = [scriptAbout('the harbour'), scriptAbout('the road by the river')];
const left = /\d+–\d+ min left/;

test('[J12] once eight like it have ended, a running job says in the header, on its page and under its text how long it will take', async ({
  world,
}) => {
  const page = await world.tab();
  await writeBefore(world, 6);
  lengthenHistory(world, 240_000, 30_000);
  await newDocument(page);
  const seventh = await writeHalf(world, page, 1, early);
  const header = page.getByRole('status', { name: 'Jobs' });
  await expect(header).toHaveText('1 running');
  await expect(blockOf(page, 1).getByText(left)).toHaveCount(0);
  await sayRest(seventh, early);
  await expectWritten(page, 1, early.whole);
  await writeBefore(world, 1);
  lengthenHistory(world, 240_000, 30_000);

  await newDocument(page);
  const call = await writeHalf(world, page, 1, script);
  await expect(header).toHaveText(/^1 running\W+\d+–\d+ min left$/);
  await expect(blockOf(page, 1).getByText(left)).toBeVisible();
  await header.getByRole('link').click();
  await page.locator('.jobs').getByRole('listitem').first().getByRole('link').first().click();
  const fact = page.locator('.fact').filter({ hasText: 'Estimate' });
  await expect(fact).toHaveText(/^Estimate\d+–\d+ min left$/);
  await sayRest(call, script);
  await expect(fact).toHaveCount(0);
  await expect(header).toHaveText('');

  await page.goto(world.address('/statistics'));
  await expect(page.locator('.fact').filter({ hasText: 'Inside their estimate' })).toContainText('0 of 1 (0 %)');
});
