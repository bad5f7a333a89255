import type { AccountId } from '../../shared/kernel/brand.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import type { NewId } from '../../shared/kernel/random.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { Clock } from '../../shared/kernel/time.ts';
import type { Scope } from '../store/identity-tables.ts';
import type { Program, ProgramStore, TokenRow } from '../store/program-store.ts';

/** A secret that cannot be guessed: 43 characters of base64url. */
export type NewSecret = () => string;

/** A person has as many tokens as programs are told apart by; past this one must be revoked first. */
export type TooManyTokens = { readonly type: 'too_many_tokens'; readonly max: number };

/** A token that was just made. `token` is shown here and never again. */
export type MadeToken = { readonly type: 'made'; readonly id: string; readonly token: string };

export type Tokens = {
  /** Who shows an `Authorization: Bearer …` header; null if it has none, or a token that is not known or was revoked. */
  readonly bearer: (authorization: string | undefined) => Promise<Program | null>;
  readonly list: (account: AccountId) => Promise<readonly TokenRow[]>;
  readonly make: (account: AccountId, wanted: TokenWish) => Promise<Result<MadeToken, TooManyTokens>>;
  /** Ends a token at once and for good; false if this person has none of that id. */
  readonly revoke: (account: AccountId, id: string) => Promise<boolean>;
};

/** What a token is for, in a person's words, and what it may do. */
export type TokenWish = { readonly name: string; readonly scope: Scope };

export type TokensDeps = {
  readonly store: ProgramStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly newSecret: NewSecret;
};

/** Longest name of a token. */
export const maxTokenNameChars = 100;
const maxTokens = 100;

/** Tokens by which programs come in. They open `/api` and nothing else. */
export function createTokens(deps: TokensDeps): Tokens {
  const { store, clock } = deps;
  return {
    bearer: async (authorization) => {
      const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
      return token === undefined ? null : store.programOfToken(sha256Hex(token), clock.now());
    },
    list: (account) => store.tokens(account, clock.now()),
    make: async (account, wanted) => {
      const known = await store.tokens(account, clock.now());
      const isFull = known.filter((token) => token.revokedAt === null).length >= maxTokens;
      return isFull ? err({ type: 'too_many_tokens', max: maxTokens }) : ok(await makeToken(deps, account, wanted));
    },
    revoke: (account, id) => store.revokeToken(account, id, clock.now()),
  };
}

/** A new bearer token, `mw_` and 43 characters. Only its hash is kept. */
export async function makeToken(
  { store, clock, newId, newSecret }: TokensDeps,
  accountId: AccountId,
  { name, scope }: TokenWish,
): Promise<MadeToken> {
  const [id, token] = [newId(), `mw_${newSecret()}`];
  await store.addToken({ id, hash: sha256Hex(token), accountId, name, scope, now: clock.now() });
  return { type: 'made', id, token };
}
