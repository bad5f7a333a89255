import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * What a person sees of the programs that may come in: tokens have an id to speak of them by, a scope and an end; and the origins of
 * pages that may use them in a browser. Tokens of before could do everything, and still can. Times are ms since 1970.
 */
export const programs: Migration = {
  up: async (db: Kysely<unknown>) => {
    const text = (column: string, value: string) =>
      db.schema.alterTable('tokens').addColumn(column, 'text', (col) => col.notNull().defaultTo(value));
    await text('id', '').execute();
    await text('scope', 'jobs:write').execute();
    await db.schema.alterTable('tokens').addColumn('revokedAt', 'bigint').execute();
    await sql`update tokens set id = substr(hash, 1, 16)`.execute(db);
    await db.schema.createIndex('tokens_id').unique().on('tokens').columns(['accountId', 'id']).execute();
    await db.schema
      .createTable('allowed_origins')
      .addColumn('origin', 'text', (col) => col.primaryKey())
      .addColumn('addedAt', 'bigint', (col) => col.notNull())
      .execute();
  },
};
