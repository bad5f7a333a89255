import type { Locator, Page } from '@playwright/test';
import { quantile } from '../figures.ts';

/** What browsers do not report, because it was drawn sooner, counts as this long; in ms. */
export const unreportedMs = 16;

const everyMs = 60;

/** Types into a box, and says how long it takes from a key to the frame that shows it: the p95 of all keys, in ms. */
export async function typeInto(page: Page, box: Locator, words: string): Promise<number> {
  await box.click();
  await page.evaluate(() => {
    const lengths: number[] = [];
    const take = (entries: readonly PerformanceEntry[]) => {
      for (const { name, duration } of entries) if (name === 'keydown') lengths.push(duration);
    };
    const observer = new PerformanceObserver((list) => take(list.getEntries()));
    const most = { type: 'event', durationThreshold: 16 };
    observer.observe(most);
    Reflect.set(globalThis, 'benchKeys', { lengths, take, observer });
  });
  await page.keyboard.type(words, { delay: everyMs });
  const reported: readonly number[] = await page.evaluate(async () => {
    // The last key's frame.
    for (let frame = 0; frame < 3; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    const { lengths, take, observer } = Reflect.get(globalThis, 'benchKeys');
    take(observer.takeRecords());
    observer.disconnect();
    return lengths;
  });
  const unreported = Array.from({ length: Math.max(0, words.length - reported.length) }, () => unreportedMs);
  return quantile([...reported, ...unreported], 0.95);
}
