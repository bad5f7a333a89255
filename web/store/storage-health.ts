import type { StorageHealth } from '../ports.ts';

/** What an error of the database says about the device's storage; null if it is none of the database's. */
export function storageHealthAfter(error: unknown): Exclude<StorageHealth, { type: 'ok' }> | null {
  const errors = [...causesOf(error)];
  if (errors.some(({ name }) => name === 'QuotaExceededError')) return { type: 'full' };
  const failed = errors.find(({ name }) => databaseErrors.has(name));
  return failed === undefined ? null : { type: 'failed', detail: `${failed.name}: ${failed.message}` };
}

/** The names that IndexedDB gives to what goes wrong with it, and Dexie's own. */
const databaseErrors = new Set([
  'AbortError',
  'DatabaseClosedError',
  'DataError',
  'InvalidStateError',
  'MissingAPIError',
  'NotFoundError',
  'OpenFailedError',
  'TimeoutError',
  'TransactionInactiveError',
  'UnknownError',
  'VersionError',
  'UpgradeError',
  'DataCloneError',
  'InvalidAccessError',
  'SecurityError',
]);

function* causesOf(error: unknown): Generator<Error> {
  let at = error;
  for (let depth = 0; depth < 5 && (at instanceof Error || at instanceof DOMException); depth += 1) {
    yield at;
    at = 'inner' in at ? at.inner : at.cause;
  }
}
