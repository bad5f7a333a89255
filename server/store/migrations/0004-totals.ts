import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** One row a person: tokens of all their calls so far (L7). */
export const totals: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('totals')
      .addColumn('account', 'text', (col) => col.primaryKey())
      .addColumn('paid', 'bigint', (col) => col.notNull())
      .addColumn('kept', 'bigint', (col) => col.notNull())
      .addColumn('paidTwice', 'bigint', (col) => col.notNull())
      .execute();
  },
};
