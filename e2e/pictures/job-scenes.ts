import { expect, type Page } from '@playwright/test';
import { blockOf, generate, newDocument } from '../fixtures/desk.ts';
import { lengthenHistory, writeBefore } from '../fixtures/history.ts';
import type { World } from '../fixtures/open-world.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import { expectText, writeHalf } from '../fixtures/writing.ts';
import type { Scene } from './scene.ts';

const script = scriptAbout('the road by the river');

/** Two jobs of two documents, one of them failed, and the page that lists them. */
async function twoJobs(world: World): Promise<Page> {
  world.provider.script({}, { type: 'refuse', status: 400 }, 1);
  const page = await world.tab();
  await newDocument(page);
  await generate(page, 1, 'Say in one page what the parser team did between July and September.');
  await expect(blockOf(page, 1).getByRole('alert')).toBeVisible();
  world.provider.script({}, { type: 'answer', text: script.whole });
  await newDocument(page);
  await page.getByRole('textbox', { name: 'Title' }).fill('Review of the third quarter');
  await generate(page, 1, 'Sum up the three largest contributions of the quarter.');
  await expectText(page, 1, script.whole);
  await page.getByRole('link', { name: /^Jobs/ }).first().click();
  await expect(page.locator('.jobs').getByRole('listitem')).toHaveCount(2);
  return page;
}

async function jobPage(world: World): Promise<Page> {
  const page = await twoJobs(world);
  await page.getByRole('link', { name: /^Sum up/ }).click();
  await page.getByText('Prompt as sent').click();
  await expect(page.getByRole('region', { name: 'Task' })).toBeVisible();
  return page;
}

/** A text in the middle, of which it is known how long it will take. */
async function runningWithHistory(world: World): Promise<Page> {
  const page = await world.tab();
  await writeBefore(world, 8);
  lengthenHistory(world, 150_000, 20_000);
  await newDocument(page);
  await page.getByRole('textbox', { name: 'Title' }).fill('Review of the third quarter');
  await writeHalf(world, page, 1, script);
  await expect(page.getByRole('status', { name: 'Jobs' })).toContainText('left');
  return page;
}

/** Jobs that have ended: the list of them, what is looked for, one of them, and asking for it again. */
export const jobScenes: readonly Scene[] = [
  { name: 'job-history', model: 'provider', play: twoJobs },
  {
    name: 'job-history-none',
    model: 'provider',
    play: async (world) => {
      const page = await twoJobs(world);
      await page.getByRole('searchbox', { name: 'Search jobs' }).fill('lighthouse');
      await expect(page.getByText('No job fits.')).toBeVisible();
      return page;
    },
  },
  { name: 'job-as-sent', model: 'provider', play: jobPage },
  {
    name: 'job-again',
    model: 'provider',
    play: async (world) => {
      const page = await jobPage(world);
      await page.getByRole('button', { name: 'Run again with changes' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      return page;
    },
  },
  { name: 'estimate', model: 'provider', play: runningWithHistory },
  {
    name: 'estimate-job',
    model: 'provider',
    play: async (world) => {
      const page = await runningWithHistory(world);
      await page.getByRole('status', { name: 'Jobs' }).getByRole('link').click();
      await page.locator('.jobs').getByRole('listitem').first().getByRole('link').first().click();
      await expect(page.getByText('Estimate')).toBeVisible();
      return page;
    },
  },
  {
    name: 'statistics',
    model: 'provider',
    play: async (world) => {
      const page = await twoJobs(world);
      await page.getByRole('link', { name: 'Statistics' }).click();
      await page.getByRole('combobox', { name: 'Shown' }).selectOption('the last hour');
      await expect(page.locator('.chart canvas')).toBeVisible();
      return page;
    },
  },
  {
    name: 'shared-nothing',
    model: 'provider',
    play: async (world) => {
      const page = await world.tab('/share');
      await expect(page.getByRole('heading', { name: 'There is nothing shared here' })).toBeVisible();
      return page;
    },
  },
];
