import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode, root, toolEnv } from './project.mjs';
import { publish, readBuild } from './publish.mjs';
import { sourcesId } from './sources-id.mjs';
import { runStep } from './step.mjs';

/** What the server serves. */
const served = join(root, 'dist', 'web');
const inputs = ['web', 'shared', 'vite.config.ts', 'tsconfig.json', 'package-lock.json'];

/** Builds the web app if its sources changed since the last build. */
export async function ensureWebBuilt() {
  if (readBuild(served)?.id === sourcesId(inputs)) return;
  await buildWeb();
}

/** Builds the web app into a folder of its own, then publishes it into dist/web. */
export async function buildWeb() {
  const id = sourcesId(inputs);
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
