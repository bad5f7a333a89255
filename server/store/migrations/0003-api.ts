import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * What the API for programs asks: pages of jobs by what they are, and the keys under which a creation may be sent again. Times are ms
 * since 1970.
 */
export const api: Migration = {
  up: async (db: Kysely<unknown>) => {
    await describeJobs(db);
    await db.schema
      .createTable('idempotency_keys')
      .addColumn('account', 'text', (col) => col.notNull())
      .addColumn('key', 'text', (col) => col.notNull())
      .addColumn('bodyHash', 'text', (col) => col.notNull())
      .addColumn('job', 'text', (col) => col.notNull())
      .addColumn('createdAt', 'bigint', (col) => col.notNull())
      .addPrimaryKeyConstraint('idempotency_keys_key', ['account', 'key'])
      .execute();
    await db.schema.createIndex('idempotency_keys_age').on('idempotency_keys').columns(['account', 'createdAt']).execute();
  },
};

/** Copies of what stands in a job's body, so that a filter does not read every body. */
async function describeJobs(db: Kysely<unknown>): Promise<void> {
  for (const column of ['status', 'kind', 'documentId']) {
    await db.schema
      .alterTable('jobs')
      .addColumn(column, 'text', (col) => col.notNull().defaultTo(''))
      .execute();
  }
  await sql`update jobs set status = body ->> 'status', kind = body ->> 'kind', "documentId" = body ->> 'documentId'`.execute(db);
  await db.schema.createIndex('jobs_newest').on('jobs').columns(['account', 'createdAt', 'id']).execute();
  for (const column of ['status', 'kind', 'documentId']) {
    await db.schema.createIndex(`jobs_newest_${column}`).on('jobs').columns(['account', column, 'createdAt', 'id']).execute();
  }
}
