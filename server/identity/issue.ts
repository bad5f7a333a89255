import { accountId } from '../../shared/kernel/brand.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import type { NewId } from '../../shared/kernel/random.ts';
import { type Clock, millis } from '../../shared/kernel/time.ts';
import type { IdentityStore } from '../store/identity-store.ts';
import type { ProgramStore } from '../store/program-store.ts';
import { makeToken, type NewSecret, type TokenWish } from './tokens.ts';

export type IssueDeps = {
  readonly store: IdentityStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly newSecret: NewSecret;
};

/** How long a sign-in link holds, unless it is used. */
const linkLifeMs = 15 * 60_000;

/** A new bearer token of the owner's account, as `makeToken` makes it. */
export async function issueToken(deps: IssueDeps & { readonly programs: ProgramStore }, wanted: TokenWish): Promise<string> {
  const { store, programs, clock, newId, newSecret } = deps;
  const owner = await store.ownerAccount({ accountId: accountId(newId()), now: clock.now() });
  return (await makeToken({ store: programs, clock, newId, newSecret }, owner, wanted)).token;
}

/**
 * A new one-time link that signs a browser in to the owner's account. The secret stands behind `#`, so that it reaches no server log
 * when the page is opened; the page sends it when the person agrees.
 */
export async function issueLink({ store, clock, newId, newSecret }: IssueDeps, origin: string): Promise<string> {
  const now = clock.now();
  const owner = await store.ownerAccount({ accountId: accountId(newId()), now });
  const secret = newSecret();
  await store.addLink({ hash: sha256Hex(secret), accountId: owner, now, expiresAt: millis(now + linkLifeMs) });
  return `${origin}/link#${secret}`;
}
