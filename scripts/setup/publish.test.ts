import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filesIn, publish, readBuild } from './publish.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meanwhile-publish-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const served = () => join(folder, 'web');

function build(id: string, ...files: readonly string[]): void {
  const fresh = join(folder, `fresh-${id}`);
  for (const file of files) {
    mkdirSync(dirname(join(fresh, file)), { recursive: true });
    writeFileSync(join(fresh, file), id);
  }
  publish({ fresh, served: served(), id });
  rmSync(fresh, { recursive: true });
}

test("the last two builds' assets are kept, older ones go", () => {
  build('one', 'index.html', 'assets/app-1.js');
  build('two', 'index.html', 'assets/app-2.js');
  expect(filesIn(served())).toEqual(['assets/app-1.js', 'assets/app-2.js', 'build.json', 'index.html']);
  build('three', 'index.html', 'assets/app-3.js');
  expect(filesIn(served())).toEqual(['assets/app-2.js', 'assets/app-3.js', 'build.json', 'index.html']);
});

test('building the same sources again keeps the assets of the build before them', () => {
  build('one', 'index.html', 'assets/app-1.js');
  build('two', 'index.html', 'assets/app-2.js');
  build('two', 'index.html', 'assets/app-2.js');
  expect(filesIn(served())).toContain('assets/app-1.js');
});

test('a page that the new build no longer has is not served from the one before', () => {
  build('one', 'index.html', 'about.html');
  build('two', 'index.html');
  expect(filesIn(served())).toEqual(['build.json', 'index.html']);
  expect(readBuild(served())?.id).toBe('two');
});

test("a page's compressed copy goes with it, an asset's stays", () => {
  build('one', 'index.html', 'assets/app-1.js');
  for (const file of ['index.html.br', 'assets/app-1.js.gz']) writeFileSync(join(served(), file), 'one, small');
  build('two', 'index.html', 'assets/app-1.js');
  expect(filesIn(served())).toEqual(['assets/app-1.js', 'assets/app-1.js.gz', 'build.json', 'index.html']);
});
