import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dataFaultSentence } from './data-fault.ts';
import { holdDataDir } from './lock.ts';
import { databaseFile, openSqlite } from './sqlite.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'meanwhile-fault-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** What is said of the error that opening ends with. */
async function said(open: () => unknown): Promise<string | null> {
  try {
    await open();
  } catch (error) {
    return dataFaultSentence(dir, error);
  }
  throw new Error('It opened.');
}

test('a database that is damaged is named, with the way back', async () => {
  writeFileSync(databaseFile(dir), 'no database'.repeat(1_000));
  expect(await said(() => openSqlite(databaseFile(dir)))).toBe(
    `The database in ${dir} is damaged (SQLITE_NOTADB). Put a backup in its place with "npm run restore -- FILE", or set DATA_DIR to a new folder to begin anew.`,
  );
});

test('a file in the place of the folder is named', async () => {
  const file = join(dir, 'file');
  writeFileSync(file, '');
  expect(await said(() => holdDataDir(file))).toContain('there is a file in the way (EEXIST).');
  expect(await said(() => holdDataDir(join(file, 'folder')))).toContain('there is a file in the way (ENOTDIR).');
});

test.each([
  ['EACCES', 'cannot write to its data folder'],
  ['SQLITE_READONLY_DBMOVED', 'cannot write to its data folder'],
  ['SQLITE_FULL', 'is full (SQLITE_FULL). Free some space'],
  ['ENOSPC', 'is full (ENOSPC). Free some space'],
])('%s says what to do', (code, words) => {
  expect(dataFaultSentence(dir, Object.assign(new Error('No.'), { code }))).toContain(words);
});

test('a bug of ours has no sentence', () => {
  expect(dataFaultSentence(dir, new TypeError('undefined is not a function'))).toBeNull();
});
