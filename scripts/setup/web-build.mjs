import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode, root, toolEnv } from './project.mjs';
import { filesIn, publish, readBuild } from './publish.mjs';
import { runStep } from './step.mjs';

/** What the server serves. */
const served = join(root, 'dist', 'web');
const inputs = ['web', 'shared', 'vite.config.ts', 'tsconfig.json', 'package-lock.json'];

/** Builds the web app if its sources changed since the last build. */
export async function ensureBuilt() {
  if (readBuild(served)?.id === sourcesId()) return;
  await buildWeb();
}

/** Builds the web app into a folder of its own, then publishes it into dist/web. */
export async function buildWeb() {
  const id = sourcesId();
  const fresh = join(root, 'dist', `build-${process.pid}`);
  try {
    await runStep({
      doing: 'Building the web app',
      done: 'Built the web app',
      failed: 'The web app could not be built: vite build failed (its own words are above).',
      command: pinnedNode,
      args: ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn', '--outDir', fresh],
      env: { ...toolEnv(), NODE_ENV: 'production', BUILD_ID: id },
      limitMs: 5 * 60_000,
    });
    publish({ fresh, served, id });
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Names the sources of the web app by their content: 12 hex digits, the build's id. */
function sourcesId() {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of filesIn(join(root, input)).filter((name) => !/\.test\.tsx?$/.test(name))) {
      hash.update(`${input}/${file}\0`);
      hash.update(readFileSync(join(root, input, file)));
      hash.update('\0');
    }
  }
  return hash.digest('hex').slice(0, 12);
}
