import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Who may come in. `accounts`, `tokens` and `links` are ours; the `auth_` tables are those of better-auth, whose users have the ids
 * of our accounts. Times are ms since 1970, in better-auth's tables ISO text.
 */
export const identity: Migration = {
  up: async (db: Kysely<unknown>) => {
    await createOurTables(db);
    await createAuthTables(db);
  },
};

async function createOurTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('accounts')
    .addColumn('id', 'text', (col) => col.primaryKey())
    .addColumn('role', 'text', (col) => col.notNull().check(sql`role in ('owner', 'person')`))
    .addColumn('createdAt', 'integer', (col) => col.notNull())
    .addColumn('claimedAt', 'integer')
    .addColumn('claimKey', 'text')
    .execute();
  await db.schema.createIndex('accounts_claim_key').on('accounts').column('claimKey').execute();
  // There is one owner: what a race of two first visits comes down to.
  await db.schema
    .createIndex('accounts_owner')
    .unique()
    .on('accounts')
    .column('role')
    .where(sql.ref('role'), '=', sql.lit('owner'))
    .execute();
  await db.schema
    .createTable('tokens')
    .addColumn('hash', 'text', (col) => col.primaryKey())
    .addColumn('accountId', 'text', (col) => col.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('name', 'text', (col) => col.notNull())
    .addColumn('createdAt', 'integer', (col) => col.notNull())
    .addColumn('lastUsedAt', 'integer')
    .execute();
  await db.schema
    .createTable('links')
    .addColumn('hash', 'text', (col) => col.primaryKey())
    .addColumn('accountId', 'text', (col) => col.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('expiresAt', 'integer', (col) => col.notNull())
    .execute();
  await db.schema
    .createTable('auth_secret')
    .addColumn('id', 'integer', (col) => col.primaryKey().check(sql`id = 1`))
    .addColumn('secret', 'text', (col) => col.notNull())
    .execute();
}

async function createAuthTables(db: Kysely<unknown>): Promise<void> {
  const table = (name: string) => db.schema.createTable(name).addColumn('id', 'text', (col) => col.primaryKey());
  await table('auth_user')
    .addColumn('name', 'text', (col) => col.notNull())
    .addColumn('email', 'text', (col) => col.notNull().unique())
    .addColumn('emailVerified', 'integer', (col) => col.notNull())
    .addColumn('image', 'text')
    .addColumn('createdAt', 'date', (col) => col.notNull())
    .addColumn('updatedAt', 'date', (col) => col.notNull())
    .execute();
  await table('auth_session')
    .addColumn('expiresAt', 'date', (col) => col.notNull())
    .addColumn('token', 'text', (col) => col.notNull().unique())
    .addColumn('createdAt', 'date', (col) => col.notNull())
    .addColumn('updatedAt', 'date', (col) => col.notNull())
    .addColumn('ipAddress', 'text')
    .addColumn('userAgent', 'text')
    .addColumn('userId', 'text', (col) => col.notNull().references('auth_user.id').onDelete('cascade'))
    .execute();
  await db.schema.createIndex('auth_session_userId_idx').on('auth_session').column('userId').execute();
  await table('auth_account')
    .addColumn('accountId', 'text', (col) => col.notNull())
    .addColumn('providerId', 'text', (col) => col.notNull())
    .addColumn('userId', 'text', (col) => col.notNull().references('auth_user.id').onDelete('cascade'))
    .addColumn('accessToken', 'text')
    .addColumn('refreshToken', 'text')
    .addColumn('idToken', 'text')
    .addColumn('accessTokenExpiresAt', 'date')
    .addColumn('refreshTokenExpiresAt', 'date')
    .addColumn('scope', 'text')
    .addColumn('password', 'text')
    .addColumn('createdAt', 'date', (col) => col.notNull())
    .addColumn('updatedAt', 'date', (col) => col.notNull())
    .execute();
  await db.schema.createIndex('auth_account_userId_idx').on('auth_account').column('userId').execute();
  await table('auth_verification')
    .addColumn('identifier', 'text', (col) => col.notNull())
    .addColumn('value', 'text', (col) => col.notNull())
    .addColumn('expiresAt', 'date', (col) => col.notNull())
    .addColumn('createdAt', 'date', (col) => col.notNull())
    .addColumn('updatedAt', 'date', (col) => col.notNull())
    .execute();
  await db.schema.createIndex('auth_verification_identifier_idx').on('auth_verification').column('identifier').execute();
}
