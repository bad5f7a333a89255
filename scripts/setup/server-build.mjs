import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pinnedNode, root, toolEnv } from './project.mjs';
import { sourcesId } from './sources-id.mjs';
import { runStep } from './step.mjs';

const builds = join(root, 'dist', 'server');
const inputs = ['server', 'shared', 'vite.server.config.ts', 'package-lock.json'];

/**
 * Builds the server if its sources changed since the last build. Each build has a folder of its own, named by its sources, so that a
 * start never meets half of one.
 * @returns {Promise<string>} the program to run.
 */
export async function ensureServerBuilt() {
  const program = serverProgram();
  const built = dirname(program);
  if (!existsSync(built)) await build(built);
  removeOlder(basename(built));
  return program;
}

/** The program that is built from the sources as they are, whether it is there or not. */
export const serverProgram = () => join(builds, sourcesId(inputs), 'main.mjs');

/**
 * Removes other builds. The newest of them stays: a server that still runs from it may ask for a part that it has not loaded yet.
 * @param {string} current the build that is started now, however old it is.
 */
function removeOlder(current) {
  const others = readdirSync(builds).filter((name) => name !== current);
  const byAge = others.toSorted((a, b) => statSync(join(builds, b)).mtimeMs - statSync(join(builds, a)).mtimeMs);
  for (const name of byAge.slice(1)) rmSync(join(builds, name), { recursive: true, force: true });
}

/** @param {string} built the folder to make. */
async function build(built) {
  const fresh = `${built}-${process.pid}`;
  try {
    await runStep({
      doing: 'Building the server',
      done: 'Built the server',
      failed: 'The server could not be built: vite build failed (its own words are above).',
      command: pinnedNode,
      args: [
        'node_modules/vite/bin/vite.js',
        'build',
        '--config',
        'vite.server.config.ts',
        '--logLevel',
        'warn',
        '--outDir',
        fresh,
      ],
      env: { ...toolEnv(), NODE_ENV: 'production' },
      limitMs: 5 * 60_000,
    });
    if (!existsSync(built)) renameSync(fresh, built);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
