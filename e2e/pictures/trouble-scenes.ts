import { expect, type Page } from '@playwright/test';
import { addPromptBlock, blockOf, buttonIn, generate } from '../fixtures/desk.ts';
import { openLibrary } from '../fixtures/library.ts';
import type { World } from '../fixtures/open-world.ts';
import { expectSynced, expectText } from '../fixtures/writing.ts';
import { asked, halfWritten, prompt, scene, script, severalDocuments, titled, visited } from './plays.ts';
import type { Scene } from './scene.ts';

const failed = (status: number) => async (world: World) => {
  const page = await asked(world, { type: 'refuse', status });
  await expect(blockOf(page, 1).getByRole('alert')).toBeVisible();
  return page;
};

/** The server goes away while a page is open, and another page is opened. */
async function without(world: World, page: Page, name: string): Promise<Page> {
  await expectSynced(page);
  await world.server.kill9();
  await expect(page.getByText('Server not reachable')).toBeVisible();
  await page.getByRole('link', { name }).first().click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  return page;
}

/** What does not go well, what waits, and every page without its server. */
export const troubleScenes: readonly Scene[] = [
  scene('failed-key', failed(401)),
  scene('failed-request', failed(400)),
  scene('failed-billing', failed(402)),
  scene('failed-model', failed(404)),
  scene('failed-refusal', async (world) => {
    const page = await asked(world, { type: 'answer', text: '', stop: 'refusal' });
    await expect(blockOf(page, 1).getByRole('alert')).toBeVisible();
    return page;
  }),
  scene('waiting-rate-limit', async (world) => {
    const page = await asked(world, { type: 'refuse', status: 429, headers: { 'retry-after': '600' } });
    await expect(blockOf(page, 1)).toContainText(/asks for a pause/);
    return page;
  }),
  scene('waiting-overloaded', async (world) => {
    const page = await asked(world, { type: 'refuse', status: 529, headers: { 'retry-after': '600' } });
    await expect(blockOf(page, 1)).toContainText(/asks for a pause|much to do/i);
    return page;
  }),
  scene('waiting-person', async (world) => {
    const page = await visited(world, '/settings');
    await page.getByRole('radio', { name: 'Ask me' }).check();
    await page.getByRole('link', { name: 'Library' }).first().click();
    const written = await halfWritten(world, page);
    await world.server.kill9();
    await world.server.start();
    await expect(blockOf(written, 1)).toContainText(/Starting again may cost/);
    return written;
  }),
  scene('document-paused', async (world) => {
    const page = await halfWritten(world);
    for (const number of [2, 3, 4]) {
      await addPromptBlock(page);
      await generate(page, number, `${prompt} Part ${number}.`);
    }
    await buttonIn(blockOf(page, 4), 'Pause').click();
    await expect(buttonIn(blockOf(page, 4), 'Resume')).toBeVisible();
    return page;
  }),
  scene('document-long-words', async (world) => {
    const page = await titled(world);
    const long = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihungsurkunde'.repeat(3);
    await page.getByRole('textbox', { name: 'Title' }).fill(`${long} and what came of it`);
    world.provider.script({}, { type: 'answer', text: `${long}\n\n| ${long} | b |\n|---|---|\n| 1 | 2 |\n\n    ${long}` });
    await generate(page, 1, `Say what ${long} is.`);
    await expect(blockOf(page, 1).locator('.text')).toContainText('kapitänsmützen');
    return page;
  }),
  scene('document-lost', async (world) => {
    const page = await halfWritten(world);
    await world.server.kill9();
    await world.server.start();
    await (await world.provider.call(1)).send(script.first);
    await expectText(page, 1, script.first);
    return page;
  }),
  scene('library-offline', async (world) => {
    const page = await severalDocuments(world);
    await world.server.kill9();
    await expect(page.getByText('Server not reachable')).toBeVisible();
    await openLibrary(page);
    return page;
  }),
  scene('jobs-offline', async (world) => without(world, await severalDocuments(world), 'Jobs')),
  scene('settings-offline', async (world) => {
    const page = await visited(world, '/settings');
    await expectSynced(page);
    await world.server.kill9();
    await expect(page.getByText('Server not reachable')).toBeVisible();
    return page;
  }),
  scene('statistics-offline', async (world) => {
    const page = await without(world, await severalDocuments(world), 'Jobs');
    await page.getByRole('link', { name: 'Statistics' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Statistics' })).toBeVisible();
    return page;
  }),
  scene('statistics-empty', (world) => visited(world, '/statistics')),
];
