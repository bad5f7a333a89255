import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** People's rows, their jobs, and the ledger of model calls. Times are ms since 1970, documents are JSON. */
export const store: Migration = {
  up: async (db: Kysely<unknown>) => {
    await createMeta(db);
    await createRows(db);
    await createLedger(db);
  },
};

async function createMeta(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('meta')
    .addColumn('storeId', 'text', (col) => col.primaryKey())
    .addColumn('createdAt', 'bigint', (col) => col.notNull())
    .execute();
}

async function createRows(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('records')
    .addColumn('account', 'text', (col) => col.notNull())
    .addColumn('table', 'text', (col) => col.notNull())
    .addColumn('id', 'text', (col) => col.notNull())
    .addColumn('seq', 'bigint', (col) => col.notNull())
    .addColumn('parent', 'text')
    .addColumn('body', 'text')
    .addPrimaryKeyConstraint('records_key', ['account', 'table', 'id'])
    .execute();
  await db.schema.createIndex('records_seq').unique().on('records').columns(['account', 'seq']).execute();
  await db.schema.createIndex('records_parent').on('records').columns(['account', 'table', 'parent']).execute();
  await db.schema
    .createTable('jobs')
    .addColumn('account', 'text', (col) => col.notNull())
    // Alone the key: calls are named by their job, so no two people may have one of the same id.
    .addColumn('id', 'text', (col) => col.primaryKey())
    .addColumn('seq', 'bigint', (col) => col.notNull())
    .addColumn('active', 'integer', (col) => col.notNull())
    .addColumn('createdAt', 'bigint', (col) => col.notNull())
    .addColumn('lease', 'text')
    .addColumn('body', 'text', (col) => col.notNull())
    .execute();
  await db.schema.createIndex('jobs_seq').unique().on('jobs').columns(['account', 'seq']).execute();
  await db.schema.createIndex('jobs_active').on('jobs').columns(['active', 'account']).execute();
  await db.schema
    .createTable('briefs')
    .addColumn('account', 'text', (col) => col.notNull())
    .addColumn('hash', 'text', (col) => col.notNull())
    .addColumn('body', 'text', (col) => col.notNull())
    .addPrimaryKeyConstraint('briefs_key', ['account', 'hash'])
    .execute();
  await db.schema
    .createTable('devices')
    .addColumn('account', 'text', (col) => col.notNull())
    .addColumn('device', 'text', (col) => col.notNull())
    .addColumn('lastChange', 'bigint', (col) => col.notNull())
    .addPrimaryKeyConstraint('devices_key', ['account', 'device'])
    .execute();
  await db.schema
    .createTable('seqs')
    .addColumn('account', 'text', (col) => col.primaryKey())
    .addColumn('newest', 'bigint', (col) => col.notNull())
    .addColumn('floor', 'bigint', (col) => col.notNull())
    .execute();
}

async function createLedger(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('calls')
    // The order of the claims, and a short key for the many rows of the log.
    .addColumn('no', 'integer', (col) => col.primaryKey().autoIncrement())
    .addColumn('id', 'text', (col) => col.notNull().unique())
    .addColumn('account', 'text', (col) => col.notNull())
    .addColumn('job', 'text', (col) => col.notNull())
    .addColumn('step', 'text', (col) => col.notNull())
    .addColumn('attempt', 'integer', (col) => col.notNull())
    .addColumn('driver', 'text', (col) => col.notNull())
    .addColumn('owner', 'text', (col) => col.notNull())
    .addColumn('requestHash', 'text', (col) => col.notNull())
    .addColumn('request', 'text', (col) => col.notNull())
    .addColumn('claimedAt', 'bigint', (col) => col.notNull())
    .addColumn('chars', 'bigint', (col) => col.notNull())
    .addColumn('open', 'integer', (col) => col.notNull())
    .addColumn('end', 'text')
    .execute();
  await db.schema.createIndex('calls_job').on('calls').columns(['account', 'job']).execute();
  await db.schema.createIndex('calls_open').on('calls').columns(['open', 'account']).execute();
  await db.schema
    .createTable('call_log')
    .addColumn('call', 'integer', (col) => col.notNull().references('calls.no').onDelete('cascade'))
    .addColumn('offset', 'bigint', (col) => col.notNull())
    .addColumn('text', 'text', (col) => col.notNull())
    .addPrimaryKeyConstraint('call_log_key', ['call', 'offset'])
    .execute();
}
