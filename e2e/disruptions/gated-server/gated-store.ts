import { openSqliteStore as openStore } from '../../../server/store/sqlite.ts';
import { gateCommits, readCommitFault } from './commit-gate.ts';

export { databaseFile } from '../../../server/store/sqlite.ts';

/** The server's store, with the gate that the environment asks for. */
export const openSqliteStore: typeof openStore = (options) =>
  openStore({ ...options, wrapDialect: gateCommits(readCommitFault(process.env)) });
