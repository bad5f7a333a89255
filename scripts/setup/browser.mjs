import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { hostEnv, pinnedNode, root, toolEnv } from './project.mjs';
import { runStep, StepFailed } from './step.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The Chromium to test in: the one that `CHROMIUM` names, the system's, or Playwright's own.
 * @returns {string | null} its executable.
 */
export function findChromium() {
  const named = process.env['CHROMIUM'];
  if (named) return existsSync(named) ? named : null;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find((path) => existsSync(path)) ?? playwrightsOwn();
}

/**
 * Finds Chromium, or installs it: Debian's package as root, else Playwright's build.
 * @returns {Promise<string>} its executable; rejects with StepFailed when none can be had.
 */
export async function ensureChromium() {
  const present = findChromium();
  if (present) return present;
  if (process.env['CHROMIUM']) throw new StepFailed(`CHROMIUM names ${process.env['CHROMIUM']}, and no file is there.`);
  const failures = [];
  for (const install of [installDebianPackage, installPlaywrightsOwn]) {
    try {
      await install();
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
      failures.push(error.message);
    }
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new StepFailed(
    `No browser could be had to test in. ${failures.join(' ')} Install Chromium, or set CHROMIUM to its path.`,
  );
}

async function installDebianPackage() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  await runStep({
    doing: 'Installing Chromium (Debian)',
    done: 'Installed Chromium',
    failed: "Debian's package of Chromium could not be installed.",
    command: 'sh',
    args: ['-c', 'apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium'],
    env: { ...hostEnv(), DEBIAN_FRONTEND: 'noninteractive' },
    limitMs: 10 * 60_000,
  });
}

async function installPlaywrightsOwn() {
  await runStep({
    doing: 'Installing Chromium (Playwright)',
    done: 'Installed Chromium',
    failed: "Playwright's Chromium could not be downloaded.",
    command: pinnedNode,
    args: [join(root, 'node_modules', 'playwright', 'cli.js'), 'install', 'chromium'],
    env: toolEnv(),
    limitMs: 60_000,
  });
}

/** Where Playwright keeps the build that belongs to its version; null if it is not there. */
function playwrightsOwn() {
  const { chromium } = createRequire(import.meta.url)('@playwright/test');
  const path = chromium.executablePath();
  return existsSync(path) ? path : null;
}
