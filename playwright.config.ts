import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/setup/browser.mjs';

const executablePath = findChromium();
// Journeys that start a browser of their own (a profile on disk) find the same one.
if (executablePath) process.env['CHROMIUM'] = executablePath;

/*
 * What a browser under test need not do. The last of several such lists counts, so that the ones that Playwright turns off and that
 * matter here are named again; the two of the omnibox spare each window two pages of the browser's own, half of its work at the start.
 */
const withoutFeatures = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'MediaRouter',
  'OptimizationHints',
  'PaintHolding',
  'NetworkTimeServiceQuerying',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
];

export default defineConfig({
  testDir: 'e2e',
  testMatch: ['journeys/**/*.test.ts', 'disruptions/**/*.test.ts'],
  forbidOnly: true,
  retries: 0,
  workers: 2,
  fullyParallel: true,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    permissions: ['notifications', 'background-sync'],
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--disable-features=${withoutFeatures.join(',')}`,
      ],
    },
  },
  projects: [{ name: 'chromium', use: { browserName: 'chromium' } }],
});
