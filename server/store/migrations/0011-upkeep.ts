import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * What clearing up needs: the whole text of a call that ended long ago, in place of the pieces of its log; the brief of a job, to be
 * found by; and the ids of jobs that were removed, with their places in the person's order, so that every device hears of it (S2).
 */
export const upkeep: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('calls').addColumn('text', 'text').execute();
    await sql`create index calls_unfolded on calls (no) where open = 0 and "text" is null`.execute(db);
    await db.schema
      .alterTable('jobs')
      .addColumn('brief', 'text', (col) => col.notNull().defaultTo(''))
      .execute();
    await sql`update jobs set brief = body ->> 'brief'`.execute(db);
    await db.schema.createIndex('jobs_brief').on('jobs').columns(['account', 'brief']).execute();
    await db.schema
      .createTable('removed_jobs')
      .addColumn('account', 'text', (col) => col.notNull())
      .addColumn('id', 'text', (col) => col.primaryKey())
      .addColumn('seq', 'bigint', (col) => col.notNull())
      .execute();
    await db.schema.createIndex('removed_jobs_seq').unique().on('removed_jobs').columns(['account', 'seq']).execute();
  },
};
