import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the project, by its path from the root. */
export type SourceFile = { readonly path: string; readonly text: string };

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folders = ['shared', 'server', 'web', 'e2e', 'scripts'];

/** All files of the project that hold code, tests included. */
export function readSources(): readonly SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((entry) => `${folder}/${entry}`)
      .filter((path) => /\.(ts|tsx|mjs|js)$/.test(path) && !path.startsWith('web/public/') && statSync(join(root, path)).isFile())
      .sort()
      .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
  );
}

/** A document of the project; empty if it is not there. */
export function readDocument(path: string): string {
  return statSync(join(root, path), { throwIfNoEntry: false })?.isFile() ? readFileSync(join(root, path), 'utf8') : '';
}

/** Whether a file only proves something: a test, or a suite that tests share. */
export const isTest = (path: string): boolean => /\.(test|contract)\.tsx?$/.test(path);

/** The code without its comments. Strings stay; a `//` inside one is kept if no blank stands before it, as in an address. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, '')).replace(/(^|\s)\/\/.*$/gm, '$1');
}

/** Where in a file an offset lies, as `path:line`. */
export function placeOf(file: SourceFile, offset: number): string {
  return `${file.path}:${file.text.slice(0, offset).split('\n').length}`;
}
