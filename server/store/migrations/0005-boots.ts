import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Signs of life of the processes that use one store together: one row a start, with a number that only grows (L9). */
export const boots: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('boots')
      .addColumn('boot', 'text', (col) => col.primaryKey())
      .addColumn('beats', 'bigint', (col) => col.notNull())
      .execute();
  },
};
