import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const worthIt = /\.(html|js|css|json|svg|webmanifest|txt|map)$/;
/** A file below this fits one packet as it is. */
const minBytes = 1_024;

/**
 * Writes a `.br` and a `.gz` beside every text file of a built web app that has none newer than itself, for `createWebApp` to send.
 * Run before the server listens: the first start after a build compresses, later ones only look. Answers how many files it compressed.
 */
export async function precompress(dir: string): Promise<number> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && worthIt.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const done = await Promise.all(files.map(compressFile));
  return done.filter(Boolean).length;
}

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

async function compressFile(file: string): Promise<boolean> {
  if ((await changedAt(`${file}.gz`)) > (await changedAt(file))) return false;
  const bytes = await readFile(file);
  if (bytes.length < minBytes) return false;
  const [br, gz] = await Promise.all([
    toBrotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
    toGzip(bytes, { level: 9 }),
  ]);
  await writeWhole(`${file}.br`, br);
  await writeWhole(`${file}.gz`, gz);
  return true;
}

/** Puts a file in its place in one go: another server may be sending the one that is there. */
async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, bytes);
  await rename(draft, file);
}

/** When a file was last written, in ms; 0 if it is not there. */
async function changedAt(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.mtimeMs ?? 0;
}
