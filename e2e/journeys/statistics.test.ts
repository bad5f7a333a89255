import { faultsOf } from '../fixtures/axe.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { failOneAndWriteOne } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

test('the statistics say how jobs went, in a chart and as a table, and that the server cannot be reached', async ({ world }) => {
  const page = await world.tab('/statistics');
  await expect(page.getByText('No job ended in the last day.')).toBeVisible();
  await failOneAndWriteOne(world, page, script);
  await page.getByRole('link', { name: /^Jobs/ }).first().click();
  await expect(page.locator('.jobs').getByText('Completed')).toBeVisible();
  await page.getByRole('link', { name: 'Statistics' }).click();
  await page.getByRole('combobox', { name: 'Shown' }).selectOption('the last hour');
  await expect(page).toHaveURL(/\?minutes=60$/);
  const chart = page.getByRole('img', { name: 'In the last hour 2 jobs ended: 1 completed, 1 failed, 0 cancelled.' });
  await expect(chart.locator('canvas')).toBeVisible();
  const kinds = page.getByRole('region', { name: 'Jobs by kind' });
  await expect(kinds.getByRole('row', { name: /^Text 1 1 0 50 %/ })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Failures by reason' })).toContainText('did not accept the request');
  await page.getByText('The same as a table').click();
  await expect(page.getByRole('region', { name: 'Jobs that ended, by time' }).getByRole('row')).not.toHaveCount(1);
  expect(await faultsOf(page)).toEqual([]);
  await world.server.kill9();
  await expect(page.getByText('The server cannot be reached. These are its last figures.')).toBeVisible();
  await expect(kinds).toBeVisible();
});
