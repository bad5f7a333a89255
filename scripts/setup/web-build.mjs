import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pinnedNode, root, toolEnv } from './project.mjs';
import { runStep } from './step.mjs';

/**
 * dist/web is what the server serves. A tab of the build before may still be open and ask for a part that it has not loaded yet, so
 * the last two builds' assets are kept; `build.json` says which build this is, what belongs to it, and what to the one before.
 * @typedef {{ id: string, files: string[], previous: string[] }} Build
 */
const served = join(root, 'dist', 'web');
const inputs = ['web', 'shared', 'vite.config.ts', 'tsconfig.json', 'package-lock.json'];

/** Builds the web app if its sources changed since the last build. */
export async function ensureBuilt() {
  if (readBuild()?.id === sourcesId()) return;
  await buildWeb();
}

/** Builds the web app into a folder of its own, then publishes it into dist/web without a moment in which it is half there. */
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
    publish(fresh, id);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * Assets first, then the pages that name them, then away with what neither this build nor the one before it uses.
 * @param {string} fresh
 * @param {string} id
 */
function publish(fresh, id) {
  const before = readBuild();
  const files = filesIn(fresh);
  const previous = (before?.id === id ? before.previous : before?.files.filter(isAsset)) ?? [];
  for (const file of files.filter(isAsset)) place(join(fresh, file), join(served, file));
  for (const file of files.filter((name) => !isAsset(name))) place(join(fresh, file), join(served, file));
  const kept = new Set([...files, ...previous, 'build.json']);
  for (const file of filesIn(served)) if (!kept.has(file)) rmSync(join(served, file));
  writeFileSync(join(served, 'build.json'), JSON.stringify({ id, files, previous }));
}

/**
 * Whether the file's name carries a hash of its content, so that two builds' files can lie side by side.
 * @param {string} file
 */
function isAsset(file) {
  return file.startsWith('assets/');
}

/**
 * @param {string} from
 * @param {string} to
 */
function place(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, `${to}.new`);
  renameSync(`${to}.new`, to);
}

/** @returns {Build | null} */
function readBuild() {
  const file = join(served, 'build.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** Names the sources of the web app by their content: 12 hex digits, the build's id. */
function sourcesId() {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of filesIn(join(root, input))) {
      if (/\.test\.tsx?$/.test(file)) continue;
      hash
        .update(`${input}/${file}\0`)
        .update(readFileSync(join(root, input, file)))
        .update('\0');
    }
  }
  return hash.digest('hex').slice(0, 12);
}

/**
 * Every file below a folder, sorted, relative to it. A file holds itself, under the empty name.
 * @param {string} path
 */
function filesIn(path) {
  if (!statSync(path).isDirectory()) return [''];
  const entries = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return entries.filter((entry) => statSync(join(path, entry)).isFile()).sort();
}
