import { openSqliteStore, type WrapDialect } from '../../server/store/sqlite.ts';
import type { Store } from '../../server/store/store.ts';
import { testNewId } from '../../shared/kernel/random.ts';
import { testClock } from '../../shared/kernel/time.ts';
import { createHeldRows, type HeldRows, type Written } from './held-rows.ts';

type Dialect = Parameters<WrapDialect>[0];
type Driver = ReturnType<Dialect['createDriver']>;
type Connection = Awaited<ReturnType<Driver['acquireConnection']>>;

/** Reads rows of the database as they are committed, past every gate. */
export type Peek = <Row extends object>(sql: string, ...parameters: readonly (string | number)[]) => Promise<readonly Row[]>;

/**
 * The one database of all worlds of this process: SQLite in memory, its tables made once. A server's start that crashes leaves it as a
 * killed process would, with what is committed; the next one opens what it finds.
 */
export type ServerStorage = {
  readonly store: Store;
  /** Forgets all rows; for the next world, whose time it is told. */
  readonly clear: (elapsed: () => number) => Promise<void>;
  /** Forgets what was deleted and raises everybody's floor above it, as a clean-up would (S3); false if nothing was deleted. */
  readonly prune: () => Promise<boolean>;
  /** Rows were written before their counter, which is how it should be. */
  readonly onInOrder: (listener: () => void) => void;
  /** Called within each commit, before the one who committed hears of it, with the tables it wrote to. */
  readonly onCommitted: (listener: ((written: ReadonlySet<string>) => Promise<void>) | null) => void;
  readonly peek: Peek;
};

/** What belongs to the data folder and not to anybody in it. */
const kept = /^(meta|kysely_|sqlite_)/;

/** Opens the database and makes its tables. */
export async function openServerStorage(): Promise<ServerStorage> {
  const written = { tables: new Set<string>(), last: null };
  const watched: Watched = { connection: null, written, listener: null, inOrder: () => undefined, held: createHeldRows() };
  const drivers: Driver[] = [];
  const wrapDialect: WrapDialect = (dialect) => ({
    createDriver: () => {
      const driver = watchDriver(dialect.createDriver(), watched);
      drivers.push(driver);
      return driver;
    },
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
  });
  const store = await openSqliteStore({ path: ':memory:', newId: testNewId('store'), clock: testClock(), wrapDialect });
  const peek: Peek = async <Row extends object>(sql: string, ...parameters: readonly (string | number)[]) => {
    if (watched.connection === null) throw new Error('The database is not open.');
    const { rows } = await watched.connection.executeQuery<Row>(rawQuery(sql, parameters));
    return rows;
  };
  return {
    store,
    clear: async (elapsed) => {
      watched.listener = null;
      watched.held.forget(elapsed);
      const tables = await peek<{ name: string }>("select name from sqlite_master where type = 'table' order by rowid desc");
      for (const { name } of tables) if (!kept.test(name)) await peek(`delete from "${name}"`);
      await peek("delete from sqlite_sequence where name = 'calls'");
    },
    onCommitted: (listener) => {
      watched.listener = listener;
    },
    prune: async () => {
      const [driver] = drivers;
      if (driver === undefined) throw new Error('The database is not open.');
      // Its turn comes when no transaction is open.
      const connection = await driver.acquireConnection();
      try {
        const [{ top } = { top: null }] = await peek<{ top: number | null }>(
          'select max(seq) as top from records where body is null',
        );
        if (top === null) return false;
        await peek('delete from records where body is null');
        await peek('update seqs set floor = max(floor, ?)', top);
        return true;
      } finally {
        await driver.releaseConnection(connection);
      }
    },
    onInOrder: (listener) => {
      watched.inOrder = listener;
    },
    peek,
  };
}

type Watched = {
  connection: Connection | null;
  readonly written: Written;
  inOrder: () => void;
  readonly held: HeldRows;
  listener: ((written: ReadonlySet<string>) => Promise<void>) | null;
};

function watchDriver(driver: Driver, watched: Watched): Driver {
  const seen = new WeakMap<Connection, Connection>();
  const of = (connection: Connection): Connection => {
    const known = seen.get(connection) ?? watchConnection(connection, watched);
    watched.connection = connection;
    seen.set(connection, known);
    return known;
  };
  return {
    init: (options) => driver.init(options),
    acquireConnection: async (options) => of(await driver.acquireConnection(options)),
    beginTransaction: async (connection, settings) => {
      forgetWritten(watched.written);
      await driver.beginTransaction(connection, settings);
    },
    commitTransaction: async (connection) => {
      await driver.commitTransaction(connection);
      const tables = new Set(watched.written.tables);
      await holdBack(connection, watched);
      forgetWritten(watched.written);
      if (tables.size > 0) await watched.listener?.(tables);
    },
    rollbackTransaction: (connection) => driver.rollbackTransaction(connection),
    releaseConnection: (connection) => driver.releaseConnection(connection),
    destroy: () => driver.destroy(),
  };
}

function forgetWritten(written: Written): void {
  written.tables.clear();
  written.last = null;
}

/** Rows whose counter was not the last that was written are not to be seen yet. */
async function holdBack(connection: Connection, { written, held, inOrder }: Watched): Promise<void> {
  if (written.last === 'seqs') inOrder();
  if (!held.mustHold(written)) return;
  const sql = 'select max(seq) as seq from (select seq from jobs union all select seq from records)';
  const { rows } = await connection.executeQuery<{ seq: number }>(rawQuery(sql, []));
  held.hold(rows.map(({ seq }) => seq));
}

const write = /^\s*(?:insert into|update|delete from|with\b.*?\bupdate)\s+"?(\w+)"?/is;

const known = new Map<string, string | null>();

/** The table that a statement writes to; null if it only reads. */
function writtenBy(statement: string): string | null {
  const before = known.get(statement);
  if (before !== undefined) return before;
  const table = write.exec(statement)?.[1] ?? null;
  known.set(statement, table);
  return table;
}

function watchConnection(connection: Connection, watched: Watched): Connection {
  return {
    executeQuery: async <Row>(query: Query, options?: Options) => {
      const table = writtenBy(query.sql);
      if (table !== null) {
        watched.written.tables.add(table);
        if (table !== 'devices') watched.written.last = table;
      }
      const answer = await connection.executeQuery<Row>(query, options);
      return watched.held.any() ? { ...answer, rows: watched.held.seen(query.sql, answer.rows) } : answer;
    },
    streamQuery: (query, size) => connection.streamQuery(query, size),
  };
}

type Query = Parameters<Connection['executeQuery']>[0];
type Options = Parameters<Connection['executeQuery']>[1];

const rawQuery = (sql: string, parameters: readonly (string | number)[]): Query => ({
  query: { kind: 'RawNode', sqlFragments: [sql], parameters: [] },
  queryId: { queryId: sql },
  sql,
  parameters,
});
