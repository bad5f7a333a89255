import { getMigrations } from 'better-auth/db/migration';
import type { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountId } from '../../shared/kernel/brand.ts';
import { millis } from '../../shared/kernel/time.ts';
import { authTables } from '../identity/auth-tables.ts';
import { createIdentityStore, type IdentityStore } from './identity-store.ts';
import { openSqlite } from './sqlite.ts';
import type { Tables } from './tables.ts';

const now = millis(1_790_000_000_000);
const fresh = (id: string) => ({ accountId: accountId(id), now });

let db: Kysely<Tables>;
let store: IdentityStore;

beforeEach(async () => {
  db = await openSqlite(':memory:');
  store = createIdentityStore(db);
});

afterEach(() => db.destroy());

describe('accounts', () => {
  it('makes the first who comes the owner, and all others persons', async () => {
    expect(await store.claimAccount(fresh('a'), 'key-a')).toEqual({ accountId: 'a', role: 'owner' });
    expect(await store.claimAccount(fresh('b'), 'key-b')).toEqual({ accountId: 'b', role: 'person' });
    expect(await store.claimAccount(fresh('c'), 'key-c')).toEqual({ accountId: 'c', role: 'person' });
    expect(await store.account(accountId('b'))).toEqual({ accountId: 'b', role: 'person' });
    expect(await store.account(accountId('x'))).toBeNull();
  });

  it('gives the owner that a token made to the first who comes', async () => {
    expect(await store.ownerAccount(fresh('t'))).toBe('t');
    expect(await store.ownerAccount(fresh('u'))).toBe('t');
    expect(await store.claimAccount(fresh('a'), 'key-a')).toEqual({ accountId: 't', role: 'owner' });
    expect(await store.claimAccount(fresh('b'), 'key-b')).toEqual({ accountId: 'b', role: 'person' });
  });

  it('gives a browser that asks again within the hour the same account', async () => {
    const later = (id: string, ms: number) => ({ accountId: accountId(id), now: millis(now + ms) });
    await store.claimAccount(fresh('a'), 'key-a');
    await store.claimAccount(fresh('b'), 'key-b');
    expect(await store.claimAccount(later('c', 3_599_999), 'key-a')).toEqual({ accountId: 'a', role: 'owner' });
    expect(await store.claimAccount(later('d', 1), 'key-b')).toEqual({ accountId: 'b', role: 'person' });
    expect(await store.claimAccount(later('e', 3_600_000), 'key-a')).toEqual({ accountId: 'e', role: 'person' });
  });

  it('makes one owner of many who come at once', async () => {
    const all = await Promise.all(['a', 'b', 'c', 'd'].map((id) => store.claimAccount(fresh(id), `key-${id}`)));
    expect(all.filter((account) => account.role === 'owner')).toHaveLength(1);
  });
});

describe('links', () => {
  it('hold once, until they expire, and claim the account', async () => {
    const owner = await store.ownerAccount(fresh('a'));
    await store.addLink({ hash: 'first', accountId: owner, now, expiresAt: millis(now + 10) });
    await store.addLink({ hash: 'late', accountId: owner, now, expiresAt: millis(now + 10) });
    expect(await store.redeemLink('first', millis(now + 9))).toEqual({ accountId: 'a', role: 'owner' });
    expect(await store.redeemLink('first', millis(now + 9))).toBeNull();
    expect(await store.redeemLink('late', millis(now + 10))).toBeNull();
    expect(await store.claimAccount(fresh('b'), 'key-b')).toEqual({ accountId: 'b', role: 'person' });
  });

  it('are swept when the next one is made', async () => {
    const owner = await store.ownerAccount(fresh('a'));
    await store.addLink({ hash: 'old', accountId: owner, now, expiresAt: millis(now + 10) });
    await store.addLink({ hash: 'new', accountId: owner, now: millis(now + 10), expiresAt: millis(now + 20) });
    expect(await db.selectFrom('links').select('hash').execute()).toEqual([{ hash: 'new' }]);
  });
});

describe('the database', () => {
  it('keeps the first cookie secret', async () => {
    expect(await store.cookieSecret('one')).toBe('one');
    expect(await store.cookieSecret('two')).toBe('one');
  });

  it('has every table and column that better-auth asks for', async () => {
    const plan = await getMigrations({ ...authTables, database: store.authDatabase });
    expect({ created: plan.toBeCreated, added: plan.toBeAdded }).toEqual({ created: [], added: [] });
  });
});
