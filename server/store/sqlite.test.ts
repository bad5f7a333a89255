import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { type Dialect, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountId, documentId } from '../../shared/kernel/brand.ts';
import { testNewId } from '../../shared/kernel/random.ts';
import { testClock } from '../../shared/kernel/time.ts';
import { testCalls } from './calls.contract.ts';
import { databaseFile, openSqlite, openSqliteStore } from './sqlite.ts';
import { testStore } from './store.contract.ts';

let dir: string;
let files = 0;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'meanwhile-store-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const open = (path: string, prefix = 'store') => openSqliteStore({ path, newId: testNewId(prefix), clock: testClock() });
const freshFile = () => {
  files += 1;
  return databaseFile(join(dir, String(files)));
};

for (const test of [testStore, testCalls]) {
  test('SQLite in memory', () => open(':memory:'));
  test('SQLite in a file', () => open(freshFile()));
}

const folder = (title: string) => ({
  id: documentId('d1'),
  projectId: null,
  title,
  model: 'default',
  createdAt: testClock().now(),
  changedAt: testClock().now(),
});

describe('a database file', () => {
  it('keeps its name and its rows over a restart', async () => {
    const path = freshFile();
    const first = await open(path, 'first');
    await first.transaction((tx) => tx.of(accountId('ann')).put('documents', folder('Kept')));
    await first.close();
    const second = await open(path, 'second');
    expect(second.storeId).toBe(first.storeId);
    expect(await second.transaction((tx) => tx.of(accountId('ann')).get('documents', 'd1'))).toEqual(folder('Kept'));
    await second.close();
  });

  it('[L4] is told to put every commit on the disk', async () => {
    const db = await openSqlite(freshFile());
    const read = (name: string) => sql`pragma ${sql.raw(name)}`.execute(db).then((result) => result.rows[0]);
    const settings = [await read('journal_mode'), await read('synchronous'), await read('foreign_keys')];
    expect(settings).toEqual([{ journal_mode: 'wal' }, { synchronous: 2 }, { foreign_keys: 1 }]);
    await db.destroy();
  });

  it('is a transaction’s alone from its begin on, so that what it has read still holds when it writes', async () => {
    const path = freshFile();
    const store = await open(path);
    const other = new Sqlite(path, { timeout: 0 });
    await store.transaction(async (tx) => {
      await tx.of(accountId('ann')).get('documents', 'd1');
      expect(() => other.exec('begin immediate')).toThrow('locked');
    });
    other.exec('begin immediate; commit');
    other.close();
    await store.close();
  });

  it('can have something put between it and the store', async () => {
    let drivers = 0;
    const counting = (dialect: Dialect): Dialect => ({
      createAdapter: () => dialect.createAdapter(),
      createIntrospector: (db) => dialect.createIntrospector(db),
      createQueryCompiler: () => dialect.createQueryCompiler(),
      createDriver: () => {
        drivers += 1;
        return dialect.createDriver();
      },
    });
    const store = await openSqliteStore({ path: ':memory:', newId: testNewId(), clock: testClock(), wrapDialect: counting });
    expect(drivers).toBe(1);
    await store.close();
  });
});
