import type { Kysely } from 'kysely';
import type { AccountId } from '../../shared/kernel/brand.ts';
import { type Millis, millis } from '../../shared/kernel/time.ts';
import { type Account, selectAccount } from './identity-store.ts';
import type { IdentityTables, Scope } from './identity-tables.ts';

/** A program that showed its token: whose it is, and what it may do. */
export type Program = Account & { readonly scope: Scope };

/** A token as its owner sees it; the token itself is kept nowhere. */
export type TokenRow = {
  readonly id: string;
  readonly name: string;
  readonly scope: Scope;
  readonly createdAt: Millis;
  /** To the minute; null while it was never used. */
  readonly lastUsedAt: Millis | null;
  /** Null while it opens something. */
  readonly revokedAt: Millis | null;
};

type NewToken = Pick<TokenRow, 'id' | 'name' | 'scope'> & {
  readonly hash: string;
  readonly accountId: AccountId;
  readonly now: Millis;
};

/** What is kept about programs: tokens, by their hashes alone, and the origins whose pages may call `/api` from a browser. */
export type ProgramStore = {
  readonly addToken: (token: NewToken) => Promise<void>;
  /** Whoever shows this token, and notes its use, to the minute; null for one that is not known or was revoked. */
  readonly programOfToken: (hash: string, now: Millis) => Promise<Program | null>;
  /** A person's tokens, newest first; revoked ones for 30 days after. */
  readonly tokens: (accountId: AccountId, now: Millis) => Promise<readonly TokenRow[]>;
  /** Ends a token for good; false if this person has none of that id. */
  readonly revokeToken: (accountId: AccountId, id: string, now: Millis) => Promise<boolean>;
  /** In the order they were added. */
  readonly origins: () => Promise<readonly string[]>;
  readonly addOrigin: (origin: string, now: Millis) => Promise<void>;
  readonly removeOrigin: (origin: string) => Promise<void>;
};

const minuteMs = 60_000;
const revokedShownMs = 30 * 24 * 60 * minuteMs;

/** The store of who may come in by a token, over the server's one database connection. */
export function createProgramStore(db: Kysely<IdentityTables>): ProgramStore {
  return {
    addToken: async ({ now, ...token }) => {
      await db
        .insertInto('tokens')
        .values({ ...token, createdAt: now, lastUsedAt: null, revokedAt: null })
        .execute();
    },
    programOfToken: (hash, now) => programOfToken(db, hash, now),
    tokens: (accountId, now) =>
      db
        .selectFrom('tokens')
        .select(['id', 'name', 'scope', 'createdAt', 'lastUsedAt', 'revokedAt'])
        .where('accountId', '=', accountId)
        .where((where) => where.or([where('revokedAt', 'is', null), where('revokedAt', '>', millis(now - revokedShownMs))]))
        .orderBy('createdAt', 'desc')
        .orderBy('id')
        .execute(),
    revokeToken: async (accountId, id, now) => {
      const own = db.updateTable('tokens').where('accountId', '=', accountId).where('id', '=', id);
      const revoked = await own
        .set((row) => ({ revokedAt: row.fn.coalesce('revokedAt', row.val(now)) }))
        .returning('id')
        .executeTakeFirst();
      return revoked !== undefined;
    },
    origins: async () => {
      const rows = await db.selectFrom('allowed_origins').select('origin').orderBy('addedAt').orderBy('origin').execute();
      return rows.map(({ origin }) => origin);
    },
    addOrigin: async (origin, now) => {
      await db
        .insertInto('allowed_origins')
        .values({ origin, addedAt: now })
        .onConflict((on) => on.doNothing())
        .execute();
    },
    removeOrigin: async (origin) => {
      await db.deleteFrom('allowed_origins').where('origin', '=', origin).execute();
    },
  };
}

async function programOfToken(db: Kysely<IdentityTables>, hash: string, now: Millis): Promise<Program | null> {
  await db
    .updateTable('tokens')
    .set({ lastUsedAt: now })
    .where('hash', '=', hash)
    .where('revokedAt', 'is', null)
    .where((where) => where.or([where('lastUsedAt', 'is', null), where('lastUsedAt', '<', millis(now - minuteMs))]))
    .execute();
  const token = await db
    .selectFrom('tokens')
    .select(['accountId', 'scope'])
    .where('hash', '=', hash)
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
  const account = token === undefined ? undefined : await selectAccount(db, token.accountId);
  return token === undefined || account === undefined ? null : { ...account, scope: token.scope };
}
