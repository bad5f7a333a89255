import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostEnv, pinnedNode, root } from './project.mjs';
import { runStep } from './step.mjs';

/**
 * Installs the packages of the lockfile if what is there differs from it. Works on a host that has Node 20 or newer, npm and nothing
 * else.
 */
export async function ensureInstalled() {
  if (isInstalled()) return;
  await runStep({
    doing: 'Installing packages',
    done: 'Installed packages',
    failed: 'The packages could not be installed: npm ci failed (its own words are above).',
    command: 'npm',
    args: ['ci', '--loglevel=error', '--no-audit', '--no-fund'],
    env: hostEnv(),
    limitMs: 15 * 60_000,
  });
}

/** Compares the lockfile with the one that npm leaves in node_modules when, and only when, an installation has succeeded. */
function isInstalled() {
  const left = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(left) || !existsSync(pinnedNode)) return false;
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(left);
  return Object.entries(wanted).every(([path, entry]) => {
    const found = present[path];
    if (found) return found.version === entry.version && found.integrity === entry.integrity;
    return path === '' || entry.optional === true;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }>}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}
