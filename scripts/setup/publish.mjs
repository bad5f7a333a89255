import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * What a served folder's `build.json` says: which build this is, what belongs to it, and which assets of the build before are kept.
 * @typedef {{ id: string, files: string[], previous: string[] }} Build
 */

/** The server leaves compressed copies beside the files; a page's copy must not outlive it, an asset's stays true. */
const compressed = ['.br', '.gz'];

/**
 * Puts a fresh build where the server serves from, without a moment in which it is half there: assets first, then the pages that name
 * them, then away with what neither this build nor the one before it uses. A tab of the build before may still be open and ask for a
 * part that it has not loaded yet, so that build's assets stay.
 * @param {{ fresh: string, served: string, id: string }} build `fresh` and `served` are folders.
 */
export function publish({ fresh, served, id }) {
  const before = readBuild(served);
  const files = filesIn(fresh);
  const previous = (before?.id === id ? before.previous : before?.files.filter(isAsset)) ?? [];
  for (const file of files.filter(isAsset)) place(join(fresh, file), join(served, file));
  for (const file of files.filter((name) => !isAsset(name))) {
    for (const ending of compressed) rmSync(join(served, file + ending), { force: true });
    place(join(fresh, file), join(served, file));
  }
  const kept = new Set([...files, ...previous, 'build.json']);
  for (const asset of [...kept].filter(isAsset)) for (const ending of compressed) kept.add(asset + ending);
  for (const file of filesIn(served)) if (!kept.has(file)) rmSync(join(served, file));
  writeFileSync(join(served, 'build.json'), JSON.stringify({ id, files, previous }));
}

/**
 * The build that a folder holds; null if none was published there.
 * @param {string} served
 * @returns {Build | null}
 */
export function readBuild(served) {
  const file = join(served, 'build.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/**
 * Every file below a folder, sorted, relative to it. A file holds itself, under the empty name.
 * @param {string} path
 */
export function filesIn(path) {
  if (!statSync(path).isDirectory()) return [''];
  const entries = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return entries.filter((entry) => statSync(join(path, entry), { throwIfNoEntry: false })?.isFile()).sort();
}

/**
 * Whether the file's name carries a hash of its content, so that two builds' files can lie side by side.
 * @param {string} file
 */
function isAsset(file) {
  return file.startsWith('assets/');
}

/**
 * Copies a file so that a reader sees the old one or the new one, never a part.
 * @param {string} from
 * @param {string} to
 */
function place(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, `${to}.new`);
  renameSync(`${to}.new`, to);
}
