import type { Kysely, Transaction } from 'kysely';
import type { AccountId } from '../../shared/kernel/brand.ts';
import type { Millis } from '../../shared/kernel/time.ts';
import type { IdentityTables, Role } from './identity-tables.ts';

/** An account as others need to know it. */
export type Account = { readonly accountId: AccountId; readonly role: Role };

/** A fresh account's id and the time, given by the caller: the store draws neither. */
type NewAccount = { readonly accountId: AccountId; readonly now: Millis };

/**
 * What is kept about accounts and links. It knows hashes only, no secrets, and decides nothing about requests. Every method
 * that reads before it writes begins with its write, so that a second process never leaves it with a stale snapshot.
 */
export type IdentityStore = {
  /**
   * The account that this key claimed in the last hour; else the owner's if no browser has it yet, else a new person's. Claims it in the
   * same transaction. `keyHash` is of a secret that the browser keeps, so that it may ask again when an answer was lost.
   */
  readonly claimAccount: (fresh: NewAccount, keyHash: string) => Promise<Account>;
  /** The account that was claimed with this key within the last hour. */
  readonly accountOfKey: (keyHash: string, now: Millis) => Promise<Account | null>;
  /** The owner's account; made, unclaimed, if there is none. */
  readonly ownerAccount: (fresh: NewAccount) => Promise<AccountId>;
  readonly account: (accountId: AccountId) => Promise<Account | null>;
  readonly addLink: (link: { hash: string; accountId: AccountId; now: Millis; expiresAt: Millis }) => Promise<void>;
  /** The account of a link that still holds; the link stays as it is. */
  readonly accountOfLink: (hash: string, now: Millis) => Promise<Account | null>;
  /** The account of a link that still holds; the link is used up, and the account claimed. */
  readonly redeemLink: (hash: string, now: Millis) => Promise<Account | null>;
  /** What signs this folder's cookies: the given one the first time, the same one ever after. */
  readonly cookieSecret: (fresh: string) => Promise<string>;
  /** The open database in the form that better-auth takes. */
  readonly authDatabase: { readonly db: Kysely<IdentityTables>; readonly type: 'sqlite' };
};

/** The store of who may come in, over the server's one database connection. */
export function createIdentityStore(db: Kysely<IdentityTables>): IdentityStore {
  return {
    claimAccount: (fresh, keyHash) => db.transaction().execute((tx) => claimAccount(tx, fresh, keyHash)),
    accountOfKey: async (keyHash, now) =>
      (await db
        .selectFrom('accounts')
        .select(['id as accountId', 'role'])
        .where('claimKey', '=', keyHash)
        .where('claimedAt', '>', now - hourMs)
        .executeTakeFirst()) ?? null,
    ownerAccount: (fresh) => db.transaction().execute((tx) => ownerAccount(tx, fresh)),
    account: async (accountId) => (await selectAccount(db, accountId)) ?? null,
    addLink: (link) =>
      db.transaction().execute(async (tx) => {
        await tx.deleteFrom('links').where('expiresAt', '<=', link.now).execute();
        await tx.insertInto('links').values({ hash: link.hash, accountId: link.accountId, expiresAt: link.expiresAt }).execute();
      }),
    accountOfLink: async (hash, now) =>
      (await db
        .selectFrom('links')
        .innerJoin('accounts', 'accounts.id', 'links.accountId')
        .select(['accounts.id as accountId', 'accounts.role'])
        .where('links.hash', '=', hash)
        .where('links.expiresAt', '>', now)
        .executeTakeFirst()) ?? null,
    redeemLink: (hash, now) => db.transaction().execute((tx) => redeemLink(tx, hash, now)),
    cookieSecret: async (fresh) => {
      await db
        .insertInto('auth_secret')
        .values({ id: 1, secret: fresh })
        .onConflict((on) => on.doNothing())
        .execute();
      return (await db.selectFrom('auth_secret').select('secret').executeTakeFirstOrThrow()).secret;
    },
    authDatabase: { db, type: 'sqlite' },
  };
}

type Tx = Transaction<IdentityTables>;

async function claimAccount(tx: Tx, fresh: NewAccount, claimKey: string): Promise<Account> {
  const claimed = { claimedAt: fresh.now, claimKey };
  const again = await tx
    .updateTable('accounts')
    .set({ claimKey })
    .where('claimKey', '=', claimKey)
    .where('claimedAt', '>', fresh.now - hourMs)
    .returning(['id as accountId', 'role'])
    .executeTakeFirst();
  if (again !== undefined) return again;
  const waiting = await tx
    .updateTable('accounts')
    .set(claimed)
    .where('role', '=', 'owner')
    .where('claimedAt', 'is', null)
    .returning(['id as accountId', 'role'])
    .executeTakeFirst();
  if (waiting !== undefined) return waiting;
  if (await insertAccount(tx, 'owner', fresh, claimed)) return { accountId: fresh.accountId, role: 'owner' };
  await insertAccount(tx, 'person', fresh, claimed);
  return { accountId: fresh.accountId, role: 'person' };
}

const hourMs = 3_600_000;

async function ownerAccount(tx: Tx, fresh: NewAccount): Promise<AccountId> {
  if (await insertAccount(tx, 'owner', fresh, unclaimed)) return fresh.accountId;
  return (await tx.selectFrom('accounts').select('id').where('role', '=', 'owner').executeTakeFirstOrThrow()).id;
}

type Claim = Pick<IdentityTables['accounts'], 'claimedAt' | 'claimKey'>;
const unclaimed: Claim = { claimedAt: null, claimKey: null };

/** False if there is an owner already and another was to be made. */
async function insertAccount(tx: Tx, role: Role, { accountId, now }: NewAccount, claim: Claim): Promise<boolean> {
  const account = tx.insertInto('accounts').values({ id: accountId, role, createdAt: now, ...claim });
  const inserted = await (role === 'owner' ? account.onConflict((on) => on.doNothing()) : account)
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) return false;
  const at = new Date(now).toISOString();
  await tx
    .insertInto('auth_user')
    // better-auth wants an address; `.invalid` is the name that no mail ever reaches.
    .values({ id: accountId, name: role, email: `${accountId}@account.invalid`, emailVerified: 0, createdAt: at, updatedAt: at })
    .execute();
  return true;
}

async function redeemLink(tx: Tx, hash: string, now: Millis): Promise<Account | null> {
  const link = await tx.deleteFrom('links').where('hash', '=', hash).returning(['accountId', 'expiresAt']).executeTakeFirst();
  if (link === undefined || link.expiresAt <= now) return null;
  await tx
    .updateTable('accounts')
    .set({ claimedAt: now })
    .where('id', '=', link.accountId)
    .where('claimedAt', 'is', null)
    .execute();
  return (await selectAccount(tx, link.accountId)) ?? null;
}

/** The account of an id. */
export const selectAccount = (db: Kysely<IdentityTables>, accountId: AccountId): Promise<Account | undefined> =>
  db.selectFrom('accounts').select(['id as accountId', 'role']).where('id', '=', accountId).executeTakeFirst();
