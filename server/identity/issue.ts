import { accountId } from '../../shared/kernel/brand.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import type { NewId } from '../../shared/kernel/random.ts';
import { type Clock, millis } from '../../shared/kernel/time.ts';
import type { IdentityStore } from '../store/identity-store.ts';

/** A secret that cannot be guessed: 43 characters of base64url. */
export type NewSecret = () => string;

export type IssueDeps = {
  readonly store: IdentityStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly newSecret: NewSecret;
};

/** How long a sign-in link holds, unless it is used. */
const linkLifeMs = 15 * 60_000;

/** A new bearer token of the owner's account, `mw_` and 43 characters. It is shown here and never again: only its hash is kept. */
export async function issueToken({ store, clock, newId, newSecret }: IssueDeps, name: string): Promise<string> {
  const now = clock.now();
  const owner = await store.ownerAccount({ accountId: accountId(newId()), now });
  const token = `mw_${newSecret()}`;
  await store.addToken({ hash: sha256Hex(token), accountId: owner, name, now });
  return token;
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
