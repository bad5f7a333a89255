import type { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountId, storeId } from '../../shared/kernel/brand.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import { testNewId } from '../../shared/kernel/random.ts';
import { type TestClock, testClock } from '../../shared/kernel/time.ts';
import { createIdentityStore, type IdentityStore } from '../store/identity-store.ts';
import { openSqlite } from '../store/sqlite.ts';
import type { Tables } from '../store/tables.ts';
import { createIdentity, type Identity, type Visitor } from './identity.ts';

const visitor = (cookie = '', address = '127.0.0.1'): Visitor => ({ cookie, userAgent: 'Test', address });

/** What a browser would send back. */
const cookieOf = (setCookies: readonly string[]): string => setCookies.map((line) => line.split(';')[0]).join('; ');

const fresh = (key: string) => ({ known: null, key });

let db: Kysely<Tables>;
let store: IdentityStore;
let clock: TestClock;
let identity: Identity;

const createWith = (origin: string, id = 'store1') =>
  createIdentity({ store, storeId: storeId(id), origin, clock, newId: testNewId('acc'), newSecret: () => 's'.repeat(43) });

const startedCookie = async (key: string): Promise<string> => {
  const started = await identity.start(visitor(), fresh(key));
  if (!started.ok) throw new Error(started.error.type);
  return cookieOf(started.value.setCookies);
};

const makeLink = async (secret: string, lifeMs = 900_000) => {
  const owner = await store.ownerAccount({ accountId: accountId('owner'), now: clock.now() });
  const now = clock.now();
  await store.addLink({ hash: sha256Hex(secret), accountId: owner, now, expiresAt: testClock(now + lifeMs).now() });
};

beforeEach(async () => {
  db = await openSqlite(':memory:');
  store = createIdentityStore(db);
  clock = testClock();
  identity = createWith('http://127.0.0.1:3000');
});

afterEach(() => db.destroy());

describe('start', () => {
  it('gives the first browser the owner and the next an account of its own', async () => {
    const first = await identity.start(visitor(), fresh('one'));
    const second = await identity.start(visitor(), fresh('two'));
    expect(first).toMatchObject({ ok: true, value: { accountId: 'acc1', role: 'owner' } });
    expect(second).toMatchObject({ ok: true, value: { accountId: 'acc2', role: 'person' } });
  });

  it('sets one cookie: named by the store, out of reach of scripts, for 400 days, not sent by other sites', async () => {
    const started = await identity.start(visitor(), fresh('one'));
    const [cookie, ...others] = started.ok ? started.value.setCookies : [];
    expect(others).toEqual([]);
    const [value, ...attributes] = (cookie ?? '').split('; ');
    expect(value).toMatch(/^meanwhile_store1=\S{40,}$/);
    expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=34560000', 'Path=/', 'SameSite=Lax']);
  });

  it('makes the cookie Secure where the address is https', async () => {
    const started = await createWith('https://localhost').start(visitor(), fresh('one'));
    expect(started.ok && started.value.setCookies[0]).toMatch(/^__Secure-meanwhile_store1=.*; Secure/);
  });

  it('gives a signed-in browser the account it has', async () => {
    const cookie = await startedCookie('one');
    expect(await identity.start(visitor(cookie), fresh('other'))).toMatchObject({ ok: true, value: { accountId: 'acc1' } });
  });

  it('gives two tabs of one new browser the same account', async () => {
    const both = await Promise.all([identity.start(visitor(), fresh('one')), identity.start(visitor(), fresh('one'))]);
    expect(both).toMatchObject([
      { value: { accountId: 'acc1', role: 'owner' } },
      { value: { accountId: 'acc1', role: 'owner' } },
    ]);
  });

  it('never makes a new account for a browser whose session is gone while its account is here', async () => {
    const cookie = await startedCookie('one');
    await db.deleteFrom('auth_user').execute();
    const again = await identity.start(visitor(cookie), { known: accountId('acc1'), key: 'late' });
    expect(again).toEqual({ ok: false, error: { type: 'session_expired' } });
  });

  it('gives a browser that lost its cookie its own account again by its key, for an hour', async () => {
    await startedCookie('one');
    const known = accountId('acc1');
    expect(await identity.start(visitor(), { known, key: 'one' })).toMatchObject({ ok: true, value: { accountId: 'acc1' } });
    const expired = { ok: false, error: { type: 'session_expired' } };
    expect(await identity.start(visitor(), { known, key: 'another' })).toEqual(expired);
    clock.advance(3_600_001);
    expect(await identity.start(visitor(), { known, key: 'one' })).toEqual(expired);
  });

  it('makes a new account for a browser that remembers another data folder', async () => {
    const started = await identity.start(visitor('meanwhile_store0=x'), { known: accountId('elsewhere'), key: 'one' });
    expect(started).toMatchObject({ ok: true, value: { role: 'owner' } });
  });

  it('rations accounts by address', async () => {
    for (let n = 0; n < 100; n += 1) expect((await identity.start(visitor(), fresh(`key${n}`))).ok).toBe(true);
    const refused = { ok: false, error: { type: 'rate_limited', retryAfterMs: 6_000 } };
    expect(await identity.start(visitor(), fresh('more'))).toEqual(refused);
    expect((await identity.start(visitor('', '127.0.0.2'), fresh('more'))).ok).toBe(true);
  });
});

describe('session', () => {
  it('knows a browser by its cookie', async () => {
    const cookie = await startedCookie('one');
    const { session, setCookies } = await identity.session(visitor(cookie));
    expect(session).toMatchObject({ accountId: 'acc1', role: 'owner' });
    expect(setCookies).toEqual([]);
  });

  it('knows nobody without a cookie, by a forged one, or by that of another store', async () => {
    const cookie = await startedCookie('one');
    const elsewhere = createWith('http://127.0.0.1:3001', 'store2');
    expect((await identity.session(visitor())).session).toBeNull();
    expect((await identity.session(visitor(`${cookie.slice(0, -6)}AAAAA%3D`))).session).toBeNull();
    expect((await elsewhere.session(visitor(cookie))).session).toBeNull();
  });

  it('outlives the server process', async () => {
    const cookie = await startedCookie('one');
    expect((await createWith('http://127.0.0.1:3000').session(visitor(cookie))).session?.accountId).toBe('acc1');
  });

  it('rolls on for another 400 days when it is a day old', async () => {
    const cookie = await startedCookie('one');
    const dayMs = 86_400_000;
    const inDays = (days: number) => new Date(Date.now() + days * dayMs).toISOString();
    await db
      .withTables<SessionTable>()
      .updateTable('auth_session')
      .set({ expiresAt: inDays(398) })
      .execute();
    const { session, setCookies } = await identity.session(visitor(cookie));
    expect(session?.accountId).toBe('acc1');
    expect(setCookies[0]).toMatch(/^meanwhile_store1=.*Max-Age=34560000/);
    const row = await db.withTables<SessionTable>().selectFrom('auth_session').select('expiresAt').executeTakeFirstOrThrow();
    expect(row.expiresAt > inDays(399)).toBe(true);
  });

  it('ends when it expires, and clears its cookie', async () => {
    const cookie = await startedCookie('one');
    await db
      .withTables<SessionTable>()
      .updateTable('auth_session')
      .set({ expiresAt: new Date(0).toISOString() })
      .execute();
    const { session, setCookies } = await identity.session(visitor(cookie));
    expect(session).toBeNull();
    expect(setCookies[0]).toMatch(/^meanwhile_store1=;.*Max-Age=0/);
  });
});

describe('signInByLink', () => {
  it('signs a browser in to the owner once, and names the account it had', async () => {
    const ownerCookie = await startedCookie('one');
    const cookie = await startedCookie('two');
    await makeLink('secret');
    const signedIn = await identity.signInByLink(visitor(cookie), 'secret');
    expect(signedIn).toMatchObject({ ok: true, value: { accountId: 'acc1', role: 'owner', previous: 'acc2' } });
    const owner = signedIn.ok ? cookieOf(signedIn.value.setCookies) : '';
    expect((await identity.session(visitor(owner))).session?.role).toBe('owner');
    expect((await identity.session(visitor(ownerCookie))).session?.role).toBe('owner');
    expect(await identity.signInByLink(visitor(), 'secret')).toEqual({ ok: false, error: { type: 'link_invalid' } });
  });

  it('says where a link leads as often as it is asked, and uses nothing up', async () => {
    await startedCookie('one');
    await makeLink('secret');
    for (const _ of [1, 2]) expect(await identity.accountOfLink(visitor(), 'secret')).toEqual({ ok: true, value: 'acc1' });
    expect(await identity.accountOfLink(visitor(), 'guess')).toEqual({ ok: false, error: { type: 'link_invalid' } });
    expect(await identity.signInByLink(visitor(), 'secret')).toMatchObject({ ok: true });
    expect(await identity.accountOfLink(visitor(), 'secret')).toEqual({ ok: false, error: { type: 'link_invalid' } });
  });

  it('claims the owner that no browser had yet', async () => {
    await makeLink('secret');
    expect(await identity.signInByLink(visitor(), 'secret')).toMatchObject({
      ok: true,
      value: { role: 'owner', previous: null },
    });
    expect(await identity.start(visitor(), fresh('next'))).toMatchObject({ ok: true, value: { role: 'person' } });
  });

  it('refuses a link that is too old or never was one', async () => {
    await makeLink('secret', 900_000);
    clock.advance(900_000);
    expect(await identity.signInByLink(visitor(), 'secret')).toEqual({ ok: false, error: { type: 'link_invalid' } });
    expect(await identity.signInByLink(visitor(), 'guess')).toEqual({ ok: false, error: { type: 'link_invalid' } });
  });
});

type SessionTable = { auth_session: { expiresAt: string } };
