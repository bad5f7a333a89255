import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { err, ok, type Result } from '../../shared/kernel/result.ts';

/** One server's hold on its data folder. */
export type DataDirHold = {
  /** Tells a second start, and the commands, where this server answers: `http://127.0.0.1:3000`. */
  readonly announce: (address: string) => void;
  readonly release: () => void;
};

/** Another process has the folder. `address` is null while it has not said yet where it answers. */
export type DataDirHeld = { readonly type: 'held'; readonly address: string | null };

/**
 * Takes the data folder for this process, making it if needed. The lock is SQLite's own on a side file, so the kernel frees it
 * when the process dies, however it dies, and keeps it while the process is stopped: a file with a process id would get both wrong.
 */
export function holdDataDir(dir: string): Result<DataDirHold, DataDirHeld> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const lock = new Database(join(dir, 'server.lock'), { timeout: 0 });
  try {
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    return err({ type: 'held', address: readServerAddress(dir) });
  }
  // What a killed predecessor left behind must not be read as ours.
  rmSync(addressFile(dir), { force: true });
  return ok({
    announce: (address) => writeFileSync(addressFile(dir), `${address}\n`, { mode: 0o600 }),
    release: () => {
      rmSync(addressFile(dir), { force: true });
      lock.close();
    },
  });
}

/** Where the server of this folder answers, or last answered if it was killed; null if none has said. */
export function readServerAddress(dir: string): string | null {
  try {
    return readFileSync(addressFile(dir), 'utf8').trim() || null;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** What a second start on the same folder says before it leaves. */
export function heldSentence(dir: string, held: DataDirHeld): string {
  const where = held.address === null ? '' : ` It answers at ${held.address}.`;
  return `Another Meanwhile server already uses the data folder ${resolve(dir)}.${where}`;
}

const addressFile = (dir: string): string => join(dir, 'server.address');

const hasCode = (error: unknown, code: string): boolean => error instanceof Error && 'code' in error && error.code === code;

const isBusy = (error: unknown): boolean => hasCode(error, 'SQLITE_BUSY');
