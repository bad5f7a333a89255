import type { Database, Statement } from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteDialect,
  SqliteDriver,
  type TransactionSettings,
} from 'kysely';

/**
 * SQLite for Kysely, with two differences. A transaction takes the right to write when it begins: one that read first and then found
 * that another process had written meanwhile could only fail. And statements are prepared once, not for every query.
 */
export function createSqliteDialect(database: Database): Dialect {
  const config = { database: withStatementCache(database) };
  const dialect = new SqliteDialect(config);
  return {
    createDriver: () => new ImmediateDriver(config),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
  };
}

class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection, _settings?: TransactionSettings): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/** Statements kept at most; multi-row inserts have one for every number of rows. */
const maxStatements = 500;

function withStatementCache(database: Database) {
  const statements = new Map<string, Statement<unknown[]>>();
  return {
    close: () => database.close(),
    prepare: (sql: string): Statement<unknown[]> => {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      if (statements.size >= maxStatements) statements.clear();
      const statement = database.prepare<unknown[]>(sql);
      statements.set(sql, statement);
      return statement;
    },
  };
}
