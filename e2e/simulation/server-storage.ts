import { openSqliteStore, type WrapDialect } from '../../server/store/sqlite.ts';
import type { Store } from '../../server/store/store.ts';
import { testNewId } from '../../shared/kernel/random.ts';
import { testClock } from '../../shared/kernel/time.ts';

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
  /** Forgets all rows; for the next world. */
  readonly clear: () => Promise<void>;
  /** Called within each commit, before the one who committed hears of it, with the tables it wrote to. */
  readonly onCommitted: (listener: ((written: ReadonlySet<string>) => Promise<void>) | null) => void;
  readonly peek: Peek;
};

/** What belongs to the data folder and not to anybody in it. */
const kept = /^(meta|kysely_|sqlite_)/;

/** Opens the database and makes its tables. */
export async function openServerStorage(): Promise<ServerStorage> {
  const watched: Watched = { connection: null, written: new Set(), listener: null };
  const wrapDialect: WrapDialect = (dialect) => ({
    createDriver: () => watchDriver(dialect.createDriver(), watched),
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
    clear: async () => {
      watched.listener = null;
      const tables = await peek<{ name: string }>("select name from sqlite_master where type = 'table' order by rowid desc");
      for (const { name } of tables) if (!kept.test(name)) await peek(`delete from "${name}"`);
      await peek("delete from sqlite_sequence where name = 'calls'");
    },
    onCommitted: (listener) => {
      watched.listener = listener;
    },
    peek,
  };
}

type Watched = {
  connection: Connection | null;
  written: Set<string>;
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
      watched.written.clear();
      await driver.beginTransaction(connection, settings);
    },
    commitTransaction: async (connection) => {
      await driver.commitTransaction(connection);
      const written = new Set(watched.written);
      watched.written.clear();
      if (written.size > 0) await watched.listener?.(written);
    },
    rollbackTransaction: (connection) => driver.rollbackTransaction(connection),
    releaseConnection: (connection) => driver.releaseConnection(connection),
    destroy: () => driver.destroy(),
  };
}

const write = /^\s*(?:insert into|update|delete from|with\b.*?\bupdate)\s+"?(\w+)"?/is;

function watchConnection(connection: Connection, watched: Watched): Connection {
  return {
    executeQuery: (query, options) => {
      const table = write.exec(query.sql)?.[1];
      if (table !== undefined) watched.written.add(table);
      return connection.executeQuery(query, options);
    },
    streamQuery: (query, size) => connection.streamQuery(query, size),
  };
}

type Query = Parameters<Connection['executeQuery']>[0];

const rawQuery = (sql: string, parameters: readonly (string | number)[]): Query => ({
  query: { kind: 'RawNode', sqlFragments: [sql], parameters: [] },
  queryId: { queryId: sql },
  sql,
  parameters,
});
