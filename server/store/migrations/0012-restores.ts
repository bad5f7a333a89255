import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * What a store that came from a backup knows of it (S3): which store the backup was made of, the name of the first of all, and how far
 * each person's order had come.
 */
export const restores: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('meta').addColumn('restoredFrom', 'text').execute();
    await db.schema
      .alterTable('meta')
      .addColumn('firstStoreId', 'text', (col) => col.notNull().defaultTo(''))
      .execute();
    await sql`update meta set "firstStoreId" = "storeId"`.execute(db);
    await db.schema
      .alterTable('seqs')
      .addColumn('restoredAt', 'bigint', (col) => col.notNull().defaultTo(0))
      .execute();
  },
};
