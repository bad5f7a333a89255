import type { Dexie } from 'dexie';

/** Names of the errors after which only a new connection helps: the browser has closed the old one underneath. */
const lost = new Set(['DatabaseClosedError', 'InvalidStateError', 'UnknownError', 'OpenFailedError']);

/** Runs a piece of work on the database; if its connection turns out to be lost, opens a new one and runs it once more. */
export async function reopening<T>(database: Dexie, run: () => PromiseLike<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Error) || !lost.has(error.name)) throw error;
    database.close({ disableAutoOpen: false });
    return await run();
  }
}
