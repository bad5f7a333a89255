import type { Dexie } from 'dexie';

/** Names of the errors after which only a new connection helps: the browser has closed the old one underneath. */
const lost = new Set(['DatabaseClosedError', 'InvalidStateError', 'UnknownError', 'OpenFailedError']);

/** How often each database was given a new connection. */
const connections = new WeakMap<Dexie, number>();

/**
 * Runs a piece of work on the database; if its connection turns out to be lost, opens a new one and runs it once more. Work whose
 * connection another piece has closed for that reason runs again on the new one: what fails for one must not fail for all.
 */
export async function reopening<T>(database: Dexie, run: () => PromiseLike<T>): Promise<T> {
  const connection = () => connections.get(database) ?? 0;
  let hasReopened = false;
  for (;;) {
    const own = connection();
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof Error) || !lost.has(error.name)) throw error;
      if (connection() !== own) continue;
      if (hasReopened) throw error;
      hasReopened = true;
      connections.set(database, own + 1);
      database.close({ disableAutoOpen: false });
    }
  }
}
