import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { migrate } from './migrations/migrations.ts';
import type { Tables } from './tables.ts';

/** The database file of a data folder. */
export const databaseFile = (dataDir: string): string => join(dataDir, 'meanwhile.db');

/**
 * Opens the database, making it if needed, with its tables up to date. `file` may be `:memory:`. A commit is on the disk when it
 * returns (synchronous=FULL); a second process may write for moments beside the server (WAL, and 5 s of patience).
 */
export async function openSqlite(file: string): Promise<Kysely<Tables>> {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new Sqlite(file, { timeout: 5_000 });
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  await migrate(db);
  return db;
}
