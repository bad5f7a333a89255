import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** How each job ended, for estimates and statistics: a short row that outlives the job's own. Times are ms since 1970, spans ms. */
export const endedJobs: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('ended_jobs')
      .addColumn('no', 'integer', (col) => col.primaryKey().autoIncrement())
      .addColumn('account', 'text', (col) => col.notNull())
      .addColumn('kind', 'text', (col) => col.notNull())
      .addColumn('model', 'text', (col) => col.notNull())
      .addColumn('size', 'text', (col) => col.notNull())
      .addColumn('status', 'text', (col) => col.notNull())
      .addColumn('reason', 'text')
      .addColumn('endedAt', 'bigint', (col) => col.notNull())
      .addColumn('tookMs', 'bigint')
      .addColumn('isSample', 'integer', (col) => col.notNull())
      .addColumn('isInside', 'integer')
      .execute();
    await db.schema
      .createIndex('ended_jobs_alike')
      .on('ended_jobs')
      .columns(['kind', 'model', 'size', 'isSample', 'no'])
      .execute();
    await db.schema.createIndex('ended_jobs_age').on('ended_jobs').columns(['endedAt']).execute();
  },
};
