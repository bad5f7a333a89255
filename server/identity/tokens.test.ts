import type { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AccountId, accountId } from '../../shared/kernel/brand.ts';
import { testNewId } from '../../shared/kernel/random.ts';
import { type TestClock, testClock } from '../../shared/kernel/time.ts';
import { createIdentityStore } from '../store/identity-store.ts';
import { createProgramStore } from '../store/program-store.ts';
import { openSqlite } from '../store/sqlite.ts';
import type { Tables } from '../store/tables.ts';
import { createTokens, type Tokens, type TokenWish } from './tokens.ts';

let db: Kysely<Tables>;
let clock: TestClock;
let tokens: Tokens;
let [ann, bob]: [AccountId, AccountId] = [accountId('ann'), accountId('bob')];

beforeEach(async () => {
  db = await openSqlite(':memory:');
  clock = testClock();
  const identities = createIdentityStore(db);
  ann = (await identities.claimAccount({ accountId: accountId('ann'), now: clock.now() }, 'key-a')).accountId;
  bob = (await identities.claimAccount({ accountId: accountId('bob'), now: clock.now() }, 'key-b')).accountId;
  const draw = testNewId('secret');
  tokens = createTokens({ store: createProgramStore(db), clock, newId: testNewId('t'), newSecret: () => draw() });
});
afterEach(() => db.destroy());

const make = async (wanted: Partial<TokenWish> = {}, account = ann) => {
  const made = await tokens.make(account, { name: 'Nightly script', scope: 'jobs:write', ...wanted });
  if (!made.ok) throw new Error(made.error.type);
  return { id: made.value.id, header: `Bearer ${made.value.token}`, token: made.value.token };
};

describe('a token', () => {
  it('opens what its scope says, for the person who made it, and nothing under another name', async () => {
    const [writes, reads] = [await make(), await make({ scope: 'jobs:read' }, bob)];
    expect(await tokens.bearer(writes.header)).toEqual({ accountId: 'ann', role: 'owner', scope: 'jobs:write' });
    expect(await tokens.bearer(writes.header.replace('Bearer', 'bearer '))).toMatchObject({ accountId: 'ann' });
    expect(await tokens.bearer(reads.header)).toEqual({ accountId: 'bob', role: 'person', scope: 'jobs:read' });
    for (const header of [undefined, '', writes.token, 'Bearer', `${writes.header}x`, `Basic ${writes.token}`]) {
      expect(await tokens.bearer(header)).toBeNull();
    }
  });

  it('is kept as its hash alone', async () => {
    const { token } = await make();
    expect(JSON.stringify(await db.selectFrom('tokens').selectAll().execute())).not.toContain(token);
    expect(JSON.stringify(await tokens.list(ann))).not.toContain(token);
  });

  it('shows when it was last used, to the minute', async () => {
    const { header } = await make();
    const lastUse = async () => (await tokens.list(ann))[0]?.lastUsedAt;
    expect(await lastUse()).toBeNull();
    const first = clock.now();
    await tokens.bearer(header);
    clock.advance(60_000);
    await tokens.bearer(header);
    expect(await lastUse()).toBe(first);
    clock.advance(1);
    await tokens.bearer(header);
    expect(await lastUse()).toBe(clock.now());
  });

  it('opens nothing from the moment it is revoked, and is shown as revoked for a month', async () => {
    const { id, header } = await make();
    clock.advance(5);
    expect(await tokens.revoke(ann, id)).toBe(true);
    expect(await tokens.bearer(header)).toBeNull();
    const revokedAt = clock.now();
    clock.advance(1_000);
    expect(await tokens.revoke(ann, id)).toBe(true);
    expect(await tokens.list(ann)).toMatchObject([{ id, revokedAt, lastUsedAt: null }]);
    clock.advance(30 * 86_400_000);
    expect(await tokens.list(ann)).toEqual([]);
  });

  it('is seen and revoked by nobody else', async () => {
    const { id, header } = await make();
    expect(await tokens.list(bob)).toEqual([]);
    expect(await tokens.revoke(bob, id)).toBe(false);
    expect(await tokens.bearer(header)).not.toBeNull();
  });
});

it('lists a person’s tokens from the newest, and makes no more than a hundred that are not revoked', async () => {
  const first = await make({ name: 'First' });
  for (let count = 1; count < 100; count += 1) {
    clock.advance(1);
    await make({ name: `Token ${count}` });
  }
  expect((await tokens.list(ann)).map(({ name }) => name).slice(0, 2)).toEqual(['Token 99', 'Token 98']);
  const wanted = { name: 'One more', scope: 'jobs:read' } as const;
  expect(await tokens.make(ann, wanted)).toEqual({ ok: false, error: { type: 'too_many_tokens', max: 100 } });
  await tokens.revoke(ann, first.id);
  expect(await tokens.make(ann, wanted)).toMatchObject({ ok: true });
});
