import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { until } from '../../disruptions/until.ts';
import { addPromptBlock, blockOf, buttonIn, generate, newDocument, promptOf } from '../../fixtures/desk.ts';
import type { World } from '../../fixtures/open-world.ts';
import { inWorld } from '../browser-world.ts';
import { alone, type Comparison } from '../comparison.ts';
import { repeat } from '../run.ts';
import { typeInto } from './keystrokes.ts';

const texts = 4;
const wordsEach = 5_000;
const [perSecond, everyMs, forMs, longestMs] = [100, 100, 8_000, 60_000];
const typed = 'Tell it so that somebody who was away understands it.';

const sentence = 'The team kept the **first page** of the weekly report in one place, and nobody had to ask twice why.';

/** So many words of Markdown, in paragraphs and lists as a model writes them. */
function markdownOf(words: number): string {
  const perSentence = sentence.split(' ').length;
  const sentences = Math.ceil(words / perSentence);
  return Array.from({ length: sentences }, (_, at) =>
    at % 12 < 3 ? `- ${sentence}\n` : at % 4 === 3 ? `${sentence}\n\n` : `${sentence} `,
  ).join('');
}

/** Four texts that grow at once in a document of 20,000 words, and what the page's main thread does meanwhile. */
export const measureLiveTexts = (times: number): Promise<readonly Comparison[]> =>
  inWorld({ settings: { MAX_CALLS_PER_PERSON: '8' } }, async (world) => {
    const page = await world.tab();
    await writeLongDocument(world, page);
    const rounds = await repeat(times, async () => {
      const still = await longestTask(page, () => sleep(forMs / 2));
      const live = await growTexts(world, page, () => longestTask(page, () => sleep(forMs)));
      const keys = await growTexts(world, page, () => typeInto(page, promptOf(page, 1), typed));
      return { still, live, keys };
    });
    return [
      {
        ...alone,
        what: `a key → the frame that shows it, p95, beside ${texts} live texts in ${texts * wordsEach} words`,
        unit: 'ms',
        ours: rounds.map(({ keys }) => keys),
        budget: { atMost: 50 },
      },
      {
        ...alone,
        what: `longest task of the main thread, ${texts} live texts at ${perSecond} words a second, ${texts * wordsEach} words`,
        unit: 'ms',
        ours: rounds.map(({ live }) => live),
        limits: [{ by: 'the same page, nothing written', values: rounds.map(({ still }) => still) }],
        budget: { atMost: 50 },
      },
    ];
  });

/** The first blocks get their texts; those that will grow stand after them. */
async function writeLongDocument(world: World, page: Page): Promise<void> {
  world.provider.script({}, { type: 'answer', text: markdownOf(wordsEach), chunkChars: 4_000 });
  await newDocument(page);
  for (let block = 1; block <= texts; block += 1) {
    await generate(page, block, `Tell how quarter ${block} went.`);
    await idle(page, block);
    await addPromptBlock(page);
  }
  for (let block = texts + 2; block <= 2 * texts; block += 1) await addPromptBlock(page);
}

/** Has four texts grow for as long as something is done, and ends them. */
async function growTexts(world: World, page: Page, meanwhile: () => Promise<number>): Promise<number> {
  world.provider.script({}, { type: 'held' });
  const earlier = world.provider.calls().length;
  for (let block = texts + 1; block <= 2 * texts; block += 1) await generate(page, block, `Tell more of quarter ${block}.`);
  const calls = await Promise.all(Array.from({ length: texts }, (_, at) => world.provider.call(earlier + at)));
  const words = markdownOf((perSecond * longestMs) / 1_000).split(/(?<= )/);
  let isOver = false;
  const speak = async () => {
    const startedAt = performance.now();
    for (let said = 0; !isOver; await sleep(everyMs)) {
      const due = Math.floor(((performance.now() - startedAt) * perSecond) / 1_000);
      const piece = words.slice(said, due).join('');
      said = due;
      if (piece !== '') await Promise.all(calls.map((call) => call.send(piece)));
    }
  };
  const speaking = speak();
  const measured = await meanwhile().finally(() => {
    isOver = true;
  });
  await speaking;
  await Promise.all(calls.map((call) => call.finish()));
  for (let block = texts + 1; block <= 2 * texts; block += 1) await idle(page, block);
  return measured;
}

async function idle(page: Page, block: number): Promise<void> {
  const button = buttonIn(blockOf(page, block), 'Generate');
  await until(
    `block ${block} written`,
    () => button.isEnabled(),
    (isOver) => isOver,
  );
}

/** The longest task of a page's main thread while something is done, in ms; 0 if none was over 50. */
async function longestTask(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const lengths: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) lengths.push(duration);
    });
    observer.observe({ type: 'longtask' });
    Reflect.set(globalThis, 'longTasks', { lengths, observer });
  });
  await act();
  return page.evaluate(() => {
    const { lengths, observer }: { lengths: number[]; observer: PerformanceObserver } = Reflect.get(globalThis, 'longTasks');
    for (const { duration } of observer.takeRecords()) lengths.push(duration);
    observer.disconnect();
    return Math.max(0, ...lengths);
  });
}
