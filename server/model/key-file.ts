import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { ConfiguredKey } from './models.ts';

/** The provider's key as the running server has it. It is handed to the adapter and to nobody else. */
export type KeyFile = {
  /** The environment's if that has one, else what was entered; null if neither is there. */
  readonly key: () => ConfiguredKey | null;
  /** Keeps a key that the owner entered; durable when it returns. */
  readonly enter: (key: string) => Result<void, KeyRefusal>;
  /** Forgets the entered key. */
  readonly remove: () => void;
};

/** `environment`: a key is set there, and wins. `no_key`: what was entered cannot be a key, because no header could carry it. */
export type KeyRefusal = { readonly type: 'environment' | 'no_key' };

/**
 * Keeps an entered key in a file of the data folder that only the server's own user may read, apart from the database: a copy of the
 * data for a backup or for a look at a fault carries no key. Reads it once, at the start.
 */
export function openKeyFile(dataDir: string, fromEnvironment: string | null): KeyFile {
  const path = join(dataDir, 'anthropic-key');
  let entered = readKey(path);
  return {
    key: () => {
      if (fromEnvironment !== null) return { value: fromEnvironment, from: 'environment' };
      return entered === null ? null : { value: entered, from: 'settings' };
    },
    enter: (given) => {
      if (fromEnvironment !== null) return err({ type: 'environment' });
      const key = given.trim();
      if (!/^[\x21-\x7e]{1,500}$/.test(key)) return err({ type: 'no_key' });
      writeKey(path, key);
      entered = key;
      return ok(undefined);
    },
    remove: () => {
      rmSync(path, { force: true });
      entered = null;
    },
  };
}

function readKey(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim() || null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Whole or not at all, and never readable by others, not for a moment. */
function writeKey(path: string, key: string): void {
  const fresh = `${path}.new`;
  // Its rights are given where it is made: one that is left of a start which died may have others.
  rmSync(fresh, { force: true });
  const file = openSync(fresh, 'wx', 0o600);
  try {
    writeSync(file, `${key}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(fresh, path);
}
