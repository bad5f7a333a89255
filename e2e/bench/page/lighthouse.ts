import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';
import { findChromium } from '../../../scripts/setup/browser.mjs';
import { repeat } from '../run.ts';

/** Scores from 0 to 100. */
export type Scores = { readonly performance: number; readonly accessibility: number };

const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];

/** Audits an address as a desktop would see it, each time in a new browser. */
export async function audit(url: string, times: number): Promise<readonly Scores[]> {
  const chromePath = findChromium();
  return repeat(times, async () => {
    const chrome = await launch({ ...(chromePath && { chromePath }), chromeFlags: flags, logLevel: 'silent' });
    try {
      const options = { port: chrome.port, output: 'json' as const, onlyCategories: ['performance', 'accessibility'] };
      const result = await lighthouse(url, { ...options, logLevel: 'silent' }, desktopConfig);
      const score = (category: string) => (result?.lhr.categories[category]?.score ?? Number.NaN) * 100;
      return { performance: score('performance'), accessibility: score('accessibility') };
    } finally {
      chrome.kill();
    }
  });
}
