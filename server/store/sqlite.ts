import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { type Dialect, Kysely, sql } from 'kysely';
import type { NewId } from '../../shared/kernel/random.ts';
import type { Clock } from '../../shared/kernel/time.ts';
import { createIdentityStore, type IdentityStore } from './identity-store.ts';
import { migrate } from './migrations/migrations.ts';
import { createProgramStore, type ProgramStore } from './program-store.ts';
import { createSqlStore } from './sql-store.ts';
import { createSqliteDialect } from './sqlite-dialect.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** The database file of a data folder. */
export const databaseFile = (dataDir: string): string => join(dataDir, 'meanwhile.db');

/** Puts something between the store and its database, such as a count of the queries. */
export type WrapDialect = (dialect: Dialect) => Dialect;

/** Everything that is kept in the one database, as ports over its one connection. */
export type SqliteStore = Store & {
  readonly identity: IdentityStore;
  readonly programs: ProgramStore;
  readonly file: DatabaseCare;
};

/** What the database's files need now and then. */
export type DatabaseCare = {
  /** Brings what was written into the database file and empties the log of writes beside it, as far as no reader is in the way. */
  readonly checkpoint: () => Promise<void>;
  /** Lets the database look at its tables again, so that it chooses its indexes well. */
  readonly optimize: () => Promise<void>;
};

/** Opens the server's store on a SQLite file, or on `:memory:`. */
export async function openSqliteStore(options: {
  readonly path: string;
  readonly newId: NewId;
  readonly clock: Clock;
  readonly wrapDialect?: WrapDialect;
}): Promise<SqliteStore> {
  const db = await openSqlite(options.path, options.wrapDialect);
  const store = await createSqlStore({ db, newId: options.newId, clock: options.clock, isShared: false });
  return { ...store, identity: createIdentityStore(db), programs: createProgramStore(db), file: careFor(db) };
}

function careFor(db: Kysely<Tables>): DatabaseCare {
  return {
    checkpoint: async () => {
      await sql`pragma wal_checkpoint(truncate)`.execute(db);
    },
    optimize: async () => {
      await sql`pragma optimize`.execute(db);
    },
  };
}

/**
 * Opens the database, making it if needed, with its tables up to date. `file` may be `:memory:`. A commit is on the disk when it
 * returns (synchronous=FULL); a second process may write for moments beside the server (WAL, and 5 s of patience).
 */
export async function openSqlite(file: string, wrapDialect: WrapDialect = (dialect) => dialect): Promise<Kysely<Tables>> {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new Sqlite(file, { timeout: 5_000 });
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  const db = new Kysely<Tables>({ dialect: wrapDialect(createSqliteDialect(database)) });
  await migrate(db);
  return db;
}
