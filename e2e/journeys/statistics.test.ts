import { AxeBuilder } from '@axe-core/playwright';
import { blockOf, generate, newDocument } from '../fixtures/desk.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectText } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

test('the statistics say how jobs went, in a chart and as a table, and that the server cannot be reached', async ({ world }) => {
  const page = await world.tab('/statistics');
  await expect(page.getByText('No job ended in the last day.')).toBeVisible();
  world.provider.script({}, { type: 'refuse', status: 400 }, 1);
  await newDocument(page);
  await generate(page, 1, 'Tell about the harbour.');
  await expect(blockOf(page, 1).getByRole('alert')).toBeVisible();
  world.provider.script({}, { type: 'answer', text: script.whole });
  await newDocument(page);
  await generate(page, 1, 'Tell about the lighthouse.');
  await expectText(page, 1, script.whole);
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
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa', 'best-practice']).analyze();
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))).toEqual([]);
  await world.server.kill9();
  await expect(page.getByText('The server cannot be reached. These are its last figures.')).toBeVisible();
  await expect(kinds).toBeVisible();
});
