import { chromium } from '@playwright/test';
import { findChromium } from '../../scripts/setup/browser.mjs';
import { type OpenWorld, openWorld, type WorldExtras, type WorldOptions } from '../fixtures/open-world.ts';

/** How browsers of the benchmark start. */
function launchOptions() {
  const executablePath = findChromium();
  return { ...(executablePath && { executablePath }), args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] };
}

/** Does something in a world of its own, with a browser of its own, and takes both away. */
export async function inWorld<T>(
  options: Partial<WorldOptions> & WorldExtras,
  act: (world: OpenWorld) => Promise<T>,
): Promise<T> {
  const launch = launchOptions();
  const browser = await chromium.launch(launch);
  try {
    const context = await browser.newContext({ viewport: { width: 1_280, height: 900 } });
    const world = await openWorld(context, launch, { model: 'provider', settings: {}, from: 'checkout', ...options });
    try {
      return await act(world);
    } finally {
      await world.close();
    }
  } finally {
    await browser.close();
  }
}
