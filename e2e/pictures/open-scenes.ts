import { expect, type Page } from '@playwright/test';
import { blockOf, buttonIn, generate } from '../fixtures/desk.ts';
import { holdStore } from '../fixtures/held-store.ts';
import { addFolder, openLibrary, rowOf } from '../fixtures/library.ts';
import { openTab, type World } from '../fixtures/open-world.ts';
import { expectSynced } from '../fixtures/writing.ts';
import { halfWritten, prompt, scene, severalDocuments, titled, visited } from './plays.ts';
import type { Scene } from './scene.ts';

/** The palette, with something typed. */
const sought = (typed: string) => async (world: World) => {
  const page = await severalDocuments(world);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Go to or do' }).pressSequentially(typed);
  return page;
};

async function templates(world: World): Promise<Page> {
  const page = await severalDocuments(world);
  await openLibrary(page);
  return page;
}

const narrow = { width: 390, height: 844 };

/** What opens over a page, what is chosen from, and what is on its way. */
export const openScenes: readonly Scene[] = [
  {
    ...scene('menu-templates', async (world) => {
      const page = await templates(world);
      await page.getByRole('button', { name: 'New from a template' }).first().click();
      await expect(page.getByRole('menuitem').first()).toBeFocused();
      return page;
    }),
    only: 1280,
  },
  {
    ...scene('menu-templates', async (world) => {
      const page = await templates(world);
      await page.setViewportSize(narrow);
      await page.getByRole('button', { name: 'New from a template' }).last().click();
      await expect(page.getByRole('menuitem').first()).toBeFocused();
      return page;
    }),
    only: 390,
  },
  scene('menu-add-block', async (world) => {
    const page = await titled(world);
    await page.getByRole('button', { name: 'Add block' }).click();
    await expect(page.getByRole('menuitem', { name: 'Prompt block' })).toBeFocused();
    return page;
  }),
  scene('palette-found', async (world) => {
    const page = await sought('review')(world);
    await expect(page.getByRole('option').first()).toContainText('Review');
    return page;
  }),
  scene('palette-none', async (world) => {
    const page = await sought('bakery')(world);
    await expect(page.getByText('Nothing fits “bakery”.')).toBeVisible();
    return page;
  }),
  scene('shortcuts-over-document', async (world) => {
    const page = await titled(world);
    await page
      .getByRole('heading', { level: 1 })
      .or(page.getByRole('main'))
      .first()
      .click({ position: { x: 2, y: 2 } });
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    return page;
  }),
  scene('drop-overlay', async (world) => {
    const page = await titled(world);
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['We met.'], 'minutes.txt'));
      return data;
    });
    await page.getByRole('textbox', { name: 'Title' }).dispatchEvent('dragenter', { dataTransfer: transfer });
    await expect(page.getByText('Drop files to add them as sources')).toBeVisible();
    return page;
  }),
  scene('filters-of-jobs', async (world) => {
    const page = await severalDocuments(world);
    await page.getByRole('link', { name: /^Jobs/ }).first().click();
    await page.getByRole('combobox', { name: 'Status' }).selectOption('failed');
    await expect(page.locator('.jobs').getByRole('listitem')).toHaveCount(1);
    await page.getByRole('combobox', { name: 'Kind' }).focus();
    return page;
  }),
  scene('folder-new', async (world) => {
    const page = await templates(world);
    await page.getByRole('button', { name: 'New folder' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    return page;
  }),
  scene('folder-empty', async (world) => {
    const page = await templates(world);
    await addFolder(page, 'Teams');
    return page;
  }),
  scene('job-loading', async (world) => {
    const page = await halfWritten(world);
    await expectSynced(page);
    await page.getByRole('link', { name: /^Jobs/ }).first().click();
    await page.locator('.jobs').getByRole('listitem').getByRole('link').first().click();
    await expect(page).toHaveURL(/\/jobs\/./);
    const other = await openTab(page.context(), world.address('/icon.svg'));
    await holdStore(other);
    const reading = await openTab(page.context(), page.url());
    await expect(reading.locator('.bone').first()).toBeVisible();
    return reading;
  }),
  scene('job-unknown', (world) => visited(world, '/jobs/nothing-here')),
  scene('deletion-of-what-runs', async (world) => {
    const page = await halfWritten(world);
    await openLibrary(page);
    await rowOf(page, 'Review of the third quarter').getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
    return page;
  }),
  scene('deletion-over', async (world) => {
    const page = await titled(world);
    await generate(page, 1, prompt);
    await expect(buttonIn(blockOf(page, 1), 'Generate')).toBeEnabled();
    await expectSynced(page);
    const other = await openTab(page.context(), page.url());
    await openLibrary(page);
    await rowOf(page, 'Review of the third quarter').getByRole('button', { name: 'Delete' }).click();
    await expect(other.getByRole('heading', { name: /is deleted$/ })).toBeVisible();
    await expect(other.getByRole('heading', { name: /is deleted$/ })).toHaveCount(0, { timeout: 20_000 });
    return other;
  }),
];
