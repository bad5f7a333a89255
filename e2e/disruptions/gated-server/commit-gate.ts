import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CompiledQuery, DatabaseConnection, Dialect, Driver, TransactionSettings } from 'kysely';

/** What the server's process does to itself when it writes the first result of a job into a document, once in a data folder. */
export type CommitFault = {
  readonly moment: 'before' | 'after';
  readonly signal: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP';
};

const variables = { moment: 'COMMIT_FAULT_MOMENT', signal: 'COMMIT_FAULT_SIGNAL' } as const;

/** The environment that asks for a fault. */
export const commitFaultSettings = ({ moment, signal }: CommitFault): Readonly<Record<string, string>> => ({
  [variables.moment]: moment,
  [variables.signal]: signal,
});

type Asked = CommitFault & { readonly mark: string };

const moments = ['before', 'after'] as const;
const signals = ['SIGTERM', 'SIGKILL', 'SIGSTOP'] as const;

/** The fault that an environment asks for, with the file that says that it has happened. */
export function readCommitFault(env: Readonly<Record<string, string | undefined>>): Asked {
  const moment = moments.find((known) => known === env[variables.moment]);
  const signal = signals.find((known) => known === env[variables.signal]);
  if (moment === undefined || signal === undefined) throw new Error('The environment names no fault.');
  return { moment, signal, mark: markIn(env['DATA_DIR'] ?? '.') };
}

const markIn = (dataDir: string): string => join(dataDir, 'commit-fault.json');

/** Whether the fault has happened in this data folder, and to which process. */
export function commitFaultIn(dataDir: string): (CommitFault & { readonly pid: number }) | null {
  return existsSync(markIn(dataDir)) ? JSON.parse(readFileSync(markIn(dataDir), 'utf8')) : null;
}

/** Watches what is written in each transaction, and does the fault at the commit of the first that writes a job's text. */
export function gateCommits({ moment, signal, mark }: Asked): (dialect: Dialect) => Dialect {
  const strike = async () => {
    if (existsSync(mark)) return;
    writeFileSync(mark, JSON.stringify({ moment, signal, pid: process.pid }));
    process.kill(process.pid, signal);
    // So that a process that is asked to stop hears it before it goes on.
    await nextTurn();
  };
  return (dialect) => ({ ...bound(dialect), createDriver: () => gateDriver(dialect.createDriver(), moment, strike) });
}

const bound = (dialect: Dialect): Omit<Dialect, 'createDriver'> => ({
  createQueryCompiler: () => dialect.createQueryCompiler(),
  createAdapter: () => dialect.createAdapter(),
  createIntrospector: (db) => dialect.createIntrospector(db),
});

function gateDriver(driver: Driver, moment: CommitFault['moment'], strike: () => Promise<void>): Driver {
  let writesResult = false;
  return {
    init: () => driver.init(),
    acquireConnection: async () =>
      watchQueries(await driver.acquireConnection(), () => {
        writesResult = true;
      }),
    beginTransaction: (connection: DatabaseConnection, settings: TransactionSettings) => {
      writesResult = false;
      return driver.beginTransaction(connection, settings);
    },
    commitTransaction: async (connection) => {
      const isResult = writesResult;
      if (isResult && moment === 'before') await strike();
      await driver.commitTransaction(connection);
      if (isResult && moment === 'after') await strike();
    },
    rollbackTransaction: (connection) => driver.rollbackTransaction(connection),
    releaseConnection: (connection) => driver.releaseConnection(connection),
    destroy: () => driver.destroy(),
  };
}

function watchQueries(connection: DatabaseConnection, resultWritten: () => void): DatabaseConnection {
  return {
    executeQuery: (query, ...rest) => {
      if (writesJobsText(query)) resultWritten();
      return connection.executeQuery(query, ...rest);
    },
    streamQuery: (query, ...rest) => connection.streamQuery(query, ...rest),
  };
}

/** A revision that a job made. */
const writesJobsText = ({ sql, parameters }: CompiledQuery): boolean =>
  sql.startsWith('insert into "records"') &&
  parameters.some((value) => typeof value === 'string' && value.includes('"by":{"type":"job"'));
