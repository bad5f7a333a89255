import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { findChromium } from '../../scripts/setup/browser.mjs';
import { faultsInBothSchemes } from '../fixtures/axe.ts';
import { openWorld } from '../fixtures/open-world.ts';
import type { Scene } from './scene.ts';
import { scenes } from './scenes.ts';

// npm run pictures [-- <folder> [a part of a scene's name …]]: the app in all its states, wide and narrow, light and dark, to be
// looked at by a person. It says which scenes it could not reach, and what axe finds wrong in those that it could.

const [folder = '.cache/pictures', ...wanted] = process.argv.slice(2);
const sizes = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];
const schemes = ['light', 'dark'] as const;

const executablePath = findChromium();
const launch = { ...(executablePath && { executablePath }), args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] };
await mkdir(folder, { recursive: true });
const browser = await chromium.launch(launch);
const chosen = scenes.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
for (const scene of chosen) {
  const faults = await photograph(scene).catch((error: unknown) => [`not reached, ${String(error)}`]);
  console.log([scene.name, ...faults].join('\n  '));
  if (faults.length > 0) process.exitCode = 1;
}
await browser.close();
// What a scene has left open, such as a call that nobody ends, keeps nobody waiting.
process.exit();

async function photograph({ name, model, play, only, from }: Scene): Promise<readonly string[]> {
  const faults: string[] = [];
  const fitting = sizes.filter(({ width }) => only === undefined || width === only);
  const context = await browser.newContext({ viewport: fitting[0] ?? null, reducedMotion: 'reduce' });
  context.setDefaultTimeout(15_000);
  const world = await openWorld(context, launch, { model, settings: {}, from: from ?? 'checkout' });
  try {
    const page = await play(world);
    for (const size of fitting) {
      await page.setViewportSize(size);
      await setPointer(page, size.width < 640 ? 'finger' : 'mouse');
      for (const colorScheme of schemes) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: join(folder, `${name}-${size.width}-${colorScheme}.png`), animations: 'disabled' });
      }
      faults.push(...(await faultsInBothSchemes(page, `${size.width} px wide`)));
    }
    return faults;
  } finally {
    await world.close();
    await context.close();
  }
}

/** What lies under a finger is larger than what lies under a mouse, and a phone knows no other. */
async function setPointer(page: Page, pointer: 'finger' | 'mouse'): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: pointer === 'finger' });
}
