import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import type { StoreId } from '../../shared/kernel/brand.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { isDamage } from './data-fault.ts';
import { databaseFile, openSqlite } from './sqlite.ts';

/** Why nothing was copied. `no_backup`: the file is whole, but not of this program, or of a newer version of it. */
export type BackupRefusal = { readonly type: 'no_data' | 'exists' | 'no_file' | 'damaged' | 'no_backup' };

/**
 * Copies a data folder's database into one new file, while a server may be writing: what the copy holds is one moment of it. The copy is
 * checked, and on the disk, before it gets its name; answers its size in bytes.
 */
export function backUp(dataDir: string, file: string): Result<number, BackupRefusal> {
  if (!existsSync(databaseFile(dataDir))) return err({ type: 'no_data' });
  if (existsSync(file)) return err({ type: 'exists' });
  mkdirSync(dirname(resolve(file)), { recursive: true });
  const fresh = `${file}.part`;
  rmSync(fresh, { force: true });
  const database = new Sqlite(databaseFile(dataDir), { readonly: true, fileMustExist: true, timeout: 5_000 });
  try {
    // One read of one moment: a copy page by page would begin anew at each write of the server.
    database.prepare('vacuum into ?').run(fresh);
  } finally {
    database.close();
  }
  if (!isWhole(fresh)) {
    rmSync(fresh);
    return err({ type: 'damaged' });
  }
  onDisk(fresh);
  renameSync(fresh, file);
  onDisk(dirname(resolve(file)));
  return ok(statSync(file).size);
}

/**
 * Puts a backup in the place of a data folder's database, under a new store's name (S3), and keeps the database that was there in
 * `keptDir`. The caller holds the folder. The backup itself is only read. Answers where the old one is now; null if there was none.
 */
export async function restore(options: {
  readonly dataDir: string;
  readonly file: string;
  readonly keptDir: string;
  readonly storeId: StoreId;
}): Promise<Result<string | null, BackupRefusal>> {
  const { dataDir, file, keptDir, storeId } = options;
  if (!existsSync(file)) return err({ type: 'no_file' });
  const fresh = join(dataDir, 'restoring.db');
  const drop = () => {
    for (const part of parts) rmSync(`${fresh}${part}`, { force: true });
  };
  drop();
  copyFileSync(file, fresh, constants.COPYFILE_FICLONE);
  if (!isWhole(fresh)) {
    drop();
    return err({ type: 'damaged' });
  }
  if (!(await rename(fresh, storeId))) {
    drop();
    return err({ type: 'no_backup' });
  }
  onDisk(fresh);
  const kept = setAside(dataDir, keptDir);
  renameSync(fresh, databaseFile(dataDir));
  onDisk(dataDir);
  return ok(kept);
}

/** A database, what was written and is not in it yet, and how its readers share that. */
const parts = ['', '-wal', '-shm'] as const;

/** Moves the log first: a database without its log is an older one, and a log without its database is nothing. */
function setAside(dataDir: string, keptDir: string): string | null {
  const old = databaseFile(dataDir);
  if (!existsSync(old)) return null;
  gather(old);
  mkdirSync(keptDir, { recursive: true, mode: 0o700 });
  for (const part of parts.toReversed()) {
    if (existsSync(`${old}${part}`)) renameSync(`${old}${part}`, join(keptDir, `meanwhile.db${part}`));
  }
  onDisk(keptDir);
  return keptDir;
}

/**
 * All in one file, so that a process that dies between two renames leaves nothing behind in the other place. A damaged database, for which
 * a restore is the way out, stays as it is.
 */
function gather(file: string): void {
  const database = new Sqlite(file);
  try {
    database.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    if (!isDamage(error)) throw error;
  } finally {
    database.close();
  }
}

/** Brings its tables up to date and gives it its new name; false if that cannot be. */
async function rename(file: string, storeId: StoreId): Promise<boolean> {
  const made = new Sqlite(file, { readonly: true });
  const isOurs = made.prepare("select 1 from sqlite_master where name in ('meta', 'seqs')").all().length === 2;
  made.close();
  if (!isOurs) return false;
  const db = await openSqlite(file).catch(() => null);
  if (db === null) return false;
  try {
    await db.transaction().execute(async (trx) => {
      await trx
        .updateTable('meta')
        .set((row) => ({ restoredFrom: row.ref('storeId'), storeId }))
        .execute();
      await trx
        .updateTable('seqs')
        .set((row) => ({ restoredAt: row.ref('newest') }))
        .execute();
    });
    await sql`pragma wal_checkpoint(truncate)`.execute(db);
  } finally {
    await db.destroy();
  }
  return true;
}

function isWhole(file: string): boolean {
  try {
    const database = new Sqlite(file, { readonly: true });
    const found = database.pragma('quick_check', { simple: true });
    database.close();
    return found === 'ok';
  } catch {
    return false;
  }
}

function onDisk(path: string): void {
  const file = openSync(path, 'r');
  fsyncSync(file);
  closeSync(file);
}
