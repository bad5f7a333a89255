import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** One row a person and month, by UTC: what their calls cost, in millionths of a dollar, and how many had no known price (L7). */
export const spending: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('spending')
      .addColumn('account', 'text', (col) => col.notNull())
      .addColumn('month', 'text', (col) => col.notNull())
      .addColumn('micros', 'bigint', (col) => col.notNull())
      .addColumn('unpriced', 'bigint', (col) => col.notNull())
      .addPrimaryKeyConstraint('spending_month', ['account', 'month'])
      .execute();
  },
};
