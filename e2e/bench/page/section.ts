import type { Page } from '@playwright/test';
import { inWorld } from '../browser-world.ts';
import { alone, attempt, type Comparison, type Section } from '../comparison.ts';
import { type RunOptions, repeat } from '../run.ts';
import { measureFullDevice } from './full-device.ts';
import { unreportedMs } from './keystrokes.ts';
import { audit } from './lighthouse.ts';
import { measureLiveTexts } from './live-texts.ts';

/** What a person waits for on the screen. */
export async function measurePage({ repeats }: RunOptions): Promise<Section> {
  const first = await attempt('page, first load', () => firstLoad(repeats ?? 3));
  const offline = await attempt('page, offline reload', () => offlineReloads(repeats ?? 5));
  const lists = await attempt('page, full device', () => measureFullDevice(repeats ?? 7));
  const live = await attempt('page, four live texts', () => measureLiveTexts(repeats ?? 3));
  return {
    comparisons: [...first, ...offline, ...lists, ...live],
    notes: [
      'A task of the main thread under 50 ms is not reported by browsers, and counts as 0.',
      `A key that is drawn within ${unreportedMs} ms is not reported by browsers, and counts as ${unreportedMs}.`,
      'The first page of a list: from the click or the key until the frame after which its first row is there.',
    ],
  };
}

const firstLoad = (times: number): Promise<readonly Comparison[]> =>
  inWorld({ model: 'demo' }, async (world) => {
    const page = await world.tab();
    await page.getByRole('button', { name: 'Open the sample' }).waitFor();
    const html = await (await page.request.get(world.address())).text();
    const needed = new Set([...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, path = '']) => path));
    const scripts = (await loadedScripts(page)).map(({ path, bytes }) => ({ bytes, isNeeded: needed.has(path) }));
    const kB = (some: typeof scripts) => some.reduce((sum, { bytes }) => sum + bytes, 0) / 1_000;
    const scores = await audit(world.address(), times);
    return [
      {
        ...alone,
        what: 'script that the first page needs',
        unit: 'kB as sent',
        ours: [kB(scripts.filter(({ isNeeded }) => isNeeded))],
        budget: { atMost: 200 },
      },
      { ...alone, what: 'script with all that is loaded right after it', unit: 'kB as sent', ours: [kB(scripts)] },
      {
        ...alone,
        what: 'Lighthouse, desktop, performance',
        unit: 'of 100',
        ours: scores.map(({ performance }) => performance),
        budget: { atLeast: 95 },
      },
      {
        ...alone,
        what: 'Lighthouse, desktop, accessibility',
        unit: 'of 100',
        ours: scores.map(({ accessibility }) => accessibility),
        budget: { atLeast: 100 },
      },
    ];
  });

/** Every script that a page has loaded so far, and its size on the wire. */
const loadedScripts = (page: Page): Promise<readonly { readonly path: string; readonly bytes: number }[]> =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .flatMap((entry) =>
        entry instanceof PerformanceResourceTiming && entry.name.endsWith('.js')
          ? [{ path: new URL(entry.name).pathname, bytes: entry.encodedBodySize }]
          : [],
      ),
  );

const offlineReloads = (times: number): Promise<readonly Comparison[]> =>
  inWorld({ model: 'demo' }, async (world) => {
    const page = await world.tab();
    const shown = page.getByRole('button', { name: 'Open the sample' });
    await shown.waitFor();
    await page.evaluate(async () => {
      const { active } = await navigator.serviceWorker.ready;
      if (active?.state !== 'activated')
        await new Promise((resolve) => active?.addEventListener('statechange', resolve, { once: true }));
    });
    await world.server.kill9();
    const ours = await repeat(times, async () => {
      const from = performance.now();
      await page.reload({ waitUntil: 'commit' });
      await shown.waitFor();
      return performance.now() - from;
    });
    return [{ ...alone, what: 'reload with the server gone', unit: 'ms', ours: [...ours], budget: { atMost: 1_000 } }];
  });
