import type { Page } from '@playwright/test';
import { faultsOf } from '../fixtures/axe.ts';
import { blockOf, buttonIn, generate, newDocument, promptOf } from '../fixtures/desk.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expect, test } from '../fixtures/world.ts';
import { expectText, failOneAndWriteOne } from '../fixtures/writing.ts';

const script = scriptAbout('the road by the river');

const jobs = (page: Page) => page.locator('.jobs').getByRole('listitem');

test('jobs are found by their words, status and kind, in every tab that opens the address', async ({ world }) => {
  const page = await world.tab();
  await failOneAndWriteOne(world, page, script);
  await page.getByRole('link', { name: /^Jobs/ }).first().click();
  await expect(jobs(page)).toHaveCount(2);
  await page.getByRole('combobox', { name: 'Status' }).focus();
  await page.getByRole('combobox', { name: 'Status' }).selectOption('Failed');
  await expect(jobs(page)).toHaveText([/harbour/]);
  await expect(page.getByRole('combobox', { name: 'Status' })).toBeFocused();
  await expect(page).toHaveURL(/\?status=failed$/);
  await page.getByRole('button', { name: 'Show all jobs' }).click();
  await page.getByRole('searchbox', { name: 'Search jobs' }).pressSequentially('LIGHT tell');
  await expect(jobs(page)).toHaveText([/lighthouse/]);
  await expect(page.getByRole('status').filter({ hasText: '1 job.' })).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('combobox', { name: 'Kind' }).selectOption('Analysis');
  await expect(page.getByText('No job fits.')).toBeVisible();
  const other = await world.tab('/jobs?q=harbour&from=2020-01-01');
  await expect(jobs(other)).toHaveText([/harbour/]);
  await expect(other.getByRole('searchbox', { name: 'Search jobs' })).toHaveValue('harbour');
});

test('a job’s page shows what was sent to the letter and what it was made from, and asks for it again with changes', async ({
  world,
}) => {
  world.provider.script({}, { type: 'answer', text: script.whole });
  const page = await world.tab();
  await newDocument(page);
  await generate(page, 1, 'Tell about the lighthouse.');
  await expectText(page, 1, script.whole);
  await page.getByRole('link', { name: /^Jobs/ }).first().click();
  await page.getByRole('link', { name: 'Tell about the lighthouse.' }).click();
  await page.getByText('Prompt as sent').click();
  await expect(page.getByRole('region', { name: 'Task' })).toContainText('Tell about the lighthouse.');
  await expect(page.getByRole('region', { name: 'Sources used' })).toContainText('from the prompt alone');
  expect(await faultsOf(page)).toEqual([]);
  const first = page.url();
  await page.getByRole('button', { name: 'Run again', exact: true }).click();
  await expect(page).not.toHaveURL(first);
  await expect(page.locator('.page-top').getByText('Completed')).toBeVisible();
  await page.getByRole('button', { name: 'Run again with changes' }).click();
  const dialog = page.getByRole('dialog', { name: 'Run again with changes' });
  await dialog.getByRole('textbox', { name: 'Prompt' }).fill('Tell about the ferry.');
  expect(await faultsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('heading', { name: 'Tell about the ferry.', level: 1 })).toBeVisible();
  await expect(page.locator('.page-top').getByText('Completed')).toBeVisible();
  expect(world.provider.calls()).toHaveLength(3);
  await page.getByRole('link', { name: 'Open document' }).click();
  await expect(promptOf(page, 1)).toHaveValue('Tell about the ferry.');
  await expect(buttonIn(blockOf(page, 1), 'Generate')).toBeEnabled();
});
