import { expect, type Page } from '@playwright/test';
import { analyze, feedbackOf, giveFeedback, sampleAnalysis, threadOf, writtenSample } from '../fixtures/asking.ts';
import { blockOf, buttonIn } from '../fixtures/desk.ts';
import type { World } from '../fixtures/open-world.ts';
import { expectText } from '../fixtures/writing.ts';
import type { Scene } from './scene.ts';

const scene = (name: string, play: Scene['play']): Scene => ({ name, model: 'provider', play });

const text = 'The quarter was long. Nothing was lost on the way, and 0 of 40 drafts were written twice.';
const shorter = 'Nothing was lost this quarter, and nothing was written twice.';

/** The panel is a sheet on a narrow screen, which a picture of both can show only if it is opened in the narrow one. */
async function narrow(page: Page): Promise<Page> {
  await page.setViewportSize({ width: 390, height: 844 });
  return page;
}

async function analyzed(world: World): Promise<Page> {
  const page = await writtenSample(world, text);
  const { text: analysis } = await sampleAnalysis(world);
  world.provider.script({ structured: true }, { type: 'answer', text: analysis });
  await analyze(page);
  await expect(threadOf(page)).toContainText('It is short.');
  return page;
}

/** A block's thread in all its states. */
export const threadScenes: readonly Scene[] = [
  scene('thread-empty', async (world) => {
    const page = await narrow(await writtenSample(world, text));
    await buttonIn(blockOf(page, 1), 'Refine').click();
    await expect(feedbackOf(page)).toBeVisible();
    return page;
  }),
  scene('thread-running', async (world) => {
    world.provider.script({}, { type: 'held' });
    const page = await narrow(await writtenSample(world, text));
    await giveFeedback(page, 'Shorter, and begin with what people notice.');
    const call = await world.provider.call(0);
    await call.send('Nothing was lost');
    await expectText(page, 1, 'Nothing was lost');
    return page;
  }),
  scene('thread-done', async (world) => {
    const page = await analyzed(world);
    world.provider.script({}, { type: 'answer', text: shorter });
    await giveFeedback(page, 'Shorter, and begin with what people notice.');
    await expectText(page, 1, shorter);
    await expect(threadOf(page)).toContainText('the block’s text');
    return page;
  }),
  scene('thread-analysis', async (world) => narrow(await analyzed(world))),
  scene('thread-failed', async (world) => {
    world.provider.script({}, { type: 'refuse', status: 401 });
    const page = await narrow(await writtenSample(world, text));
    await analyze(page);
    await expect(threadOf(page).getByRole('button', { name: 'Retry' })).toBeVisible();
    return page;
  }),
  scene('thread-offline', async (world) => {
    const page = await narrow(await writtenSample(world, text));
    await world.server.kill9();
    await giveFeedback(page, 'Shorter, and begin with what people notice.');
    await expect(threadOf(page).getByRole('button', { name: 'Cancel' })).toBeVisible();
    return page;
  }),
];
