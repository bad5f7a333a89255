import { expect, type Page } from '@playwright/test';
import { blockOf, generate, newDocument } from '../fixtures/desk.ts';
import type { World } from '../fixtures/open-world.ts';
import { scriptAbout } from '../fixtures/plain-text.ts';
import type { Behaviour } from '../fixtures/provider/behaviour.ts';
import { writeHalf } from '../fixtures/writing.ts';
import type { Scene } from './scene.ts';

// What several scenes begin with.

/** What the provider says. */
export const script = scriptAbout('the road by the river');
/** What it is asked. */
export const prompt = 'Sum up the three largest contributions of the quarter, and what changed for the people who use them.';

/** A state of the app, in both widths. */
export const scene = (name: string, play: Scene['play'], model: Scene['model'] = 'provider'): Scene => ({ name, model, play });

/** A page as a visit begins with it. */
export async function visited(world: World, path: string): Promise<Page> {
  const page = await world.tab(path);
  await expect(page.getByRole('main')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  return page;
}

/** A document with a title and an empty prompt. */
export async function titled(world: World, open?: Page): Promise<Page> {
  const page = open ?? (await world.tab());
  await newDocument(page);
  await page.getByRole('textbox', { name: 'Title' }).fill('Review of the third quarter');
  return page;
}

/** The same, its first half just written. */
export async function halfWritten(world: World, open?: Page): Promise<Page> {
  const page = await titled(world, open);
  await writeHalf(world, page, 1, script);
  return page;
}

/** A document with a title and its first block asked for. */
export async function asked(world: World, behaviour: Behaviour): Promise<Page> {
  world.provider.script({}, behaviour);
  const page = await titled(world);
  await generate(page, 1, prompt);
  return page;
}

/** A few documents, one of them at work, one failed. */
export async function severalDocuments(world: World): Promise<Page> {
  world.provider.script({}, { type: 'refuse', status: 400 }, 1);
  const page = await world.tab();
  for (const title of ['A document that could not be written', 'Notes for the spring', 'Review of the third quarter']) {
    await newDocument(page);
    await page.getByRole('textbox', { name: 'Title' }).fill(title);
    if (title.startsWith('A')) await generate(page, 1, prompt);
    if (title.startsWith('A')) await expect(blockOf(page, 1).getByRole('alert')).toBeVisible();
  }
  await writeHalf(world, page, 1, script);
  return page;
}
