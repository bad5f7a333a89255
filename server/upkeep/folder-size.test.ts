import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { folderBytes } from './folder-size.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'meanwhile-size-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

it('counts every file, also what was kept aside in a folder of its own', async () => {
  expect(await folderBytes(dir)).toBe(0);
  writeFileSync(join(dir, 'meanwhile.db'), 'x'.repeat(1_000));
  mkdirSync(join(dir, 'before-restore'));
  writeFileSync(join(dir, 'before-restore', 'meanwhile.db'), 'x'.repeat(234));
  expect(await folderBytes(dir)).toBe(1_234);
});

it('is nothing where there is no folder', async () => {
  expect(await folderBytes(join(dir, 'none'))).toBe(0);
});
