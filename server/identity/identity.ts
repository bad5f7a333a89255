import type { IncomingMessage } from 'node:http';
import { type AccountId, accountId, type Brand, type StoreId } from '../../shared/kernel/brand.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import type { NewId } from '../../shared/kernel/random.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { Clock } from '../../shared/kernel/time.ts';
import { createRateLimit, type RateLimited } from '../http/rate-limit.ts';
import type { Account, IdentityStore } from '../store/identity-store.ts';
import type { Auth } from './auth.ts';
import type { NewSecret } from './tokens.ts';

/** One signed-in browser. */
export type SessionId = Brand<string, 'SessionId'>;
const sessionId = (text: string): SessionId => text as SessionId;

/** Who a request comes from. */
export type Session = Account & { readonly sessionId: SessionId };

/** What is read of a request to know whose it is. */
export type Visitor = {
  readonly cookie: string;
  readonly userAgent: string;
  /** The other end of the socket; what accounts are rationed by. */
  readonly address: string;
};

/** What a browser keeps by itself and says when it asks for an account. */
export type Browser = {
  /** The account it remembers: while that is here, it gets no new one but `session_expired`. */
  readonly known: AccountId | null;
  /**
   * A secret it drew and stored before it first asked: two tabs, a repeat after a lost answer, or a browser that lost its cookie get
   * the same account for an hour.
   */
  readonly key: string;
};

/** An account, and the `Set-Cookie` lines to answer with. */
export type SignedIn = Account & { readonly setCookies: readonly string[] };

/** The browser was signed in to an account that is still here: it must sign in again, by a link. */
export type SessionExpired = { readonly type: 'session_expired' };

/** The link was used before, is older than 15 minutes, or never was one. */
export type LinkInvalid = { readonly type: 'link_invalid' };

export type Identity = {
  /** The session of a request's cookie, if any. `setCookies` go out with whatever answer: sessions roll, dead cookies are cleared. */
  readonly session: (visitor: Visitor) => Promise<{ readonly session: Session | null; readonly setCookies: readonly string[] }>;
  /**
   * Gives a browser its account: its own if it is signed in; the owner's if no browser has that yet; else a new one. Only for a
   * same-origin POST.
   */
  readonly start: (visitor: Visitor, browser: Browser) => Promise<Result<SignedIn, SessionExpired | RateLimited>>;
  /** Whose account a one-time link leads to; it stays as good as it was. Only for a same-origin POST: the secret stands in the body. */
  readonly accountOfLink: (visitor: Visitor, secret: string) => Promise<Result<AccountId, LinkInvalid | RateLimited>>;
  /** Signs a browser in by a one-time link, and says which account it had until then. Only for a same-origin POST. */
  readonly signInByLink: (
    visitor: Visitor,
    secret: string,
  ) => Promise<Result<SignedIn & { readonly previous: AccountId | null }, LinkInvalid | RateLimited>>;
};

export type IdentityOptions = {
  readonly store: IdentityStore;
  readonly storeId: StoreId;
  /** Where browsers find this server: `http://127.0.0.1:3000`. */
  readonly origin: string;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly newSecret: NewSecret;
};

/** Accounts and links that one address may ask for at once, and then by the minute. */
const signInRate = { capacity: 100, perMinute: 10 };

/** Which people get in. Knows accounts, sessions and links; not what an account owns, nor programs. */
export function createIdentity(options: IdentityOptions): Identity {
  const { store, clock, newId } = options;
  // Cookies ignore ports: the store's id in the name keeps two servers of one machine apart.
  const cookieName = `meanwhile_${options.storeId}`;
  const signIns = createRateLimit({ clock, ...signInRate });
  const auth = once(() => loadAuth(options, cookieName));

  const session: Identity['session'] = async (visitor) => {
    if (!visitor.cookie.includes(cookieName)) return { session: null, setCookies: [] };
    const read = await (await auth()).read(headersOf(visitor));
    const account = read.session === null ? null : await store.account(accountId(read.session.userId));
    if (read.session === null || account === null) return { session: null, setCookies: read.setCookies };
    return { session: { ...account, sessionId: sessionId(read.session.sessionId) }, setCookies: read.setCookies };
  };

  const signIn = async (account: Account, visitor: Visitor): Promise<SignedIn> => {
    const setCookies = await (await auth()).signIn(account.accountId, headersOf(visitor));
    return { accountId: account.accountId, role: account.role, setCookies };
  };

  return {
    session,
    start: async (visitor, { known, key }) => {
      const current = await session(visitor);
      if (current.session !== null) {
        const { accountId, role } = current.session;
        return ok({ accountId, role, setCookies: current.setCookies });
      }
      if (known !== null && (await store.account(known)) !== null) {
        // A browser that is killed within its first seconds keeps its database and loses the cookie: its key still stands for it.
        const own = await store.accountOfKey(sha256Hex(key), clock.now());
        if (own?.accountId !== known) return err({ type: 'session_expired' });
      }
      const allowed = signIns.take(visitor.address);
      if (!allowed.ok) return allowed;
      const account = await store.claimAccount({ accountId: accountId(newId()), now: clock.now() }, sha256Hex(key));
      return ok(await signIn(account, visitor));
    },
    accountOfLink: async (visitor, secret) => {
      const allowed = signIns.take(visitor.address);
      if (!allowed.ok) return allowed;
      const account = await store.accountOfLink(sha256Hex(secret), clock.now());
      return account === null ? err({ type: 'link_invalid' }) : ok(account.accountId);
    },
    signInByLink: async (visitor, secret) => {
      const allowed = signIns.take(visitor.address);
      if (!allowed.ok) return allowed;
      const previous = (await session(visitor)).session?.accountId ?? null;
      const account = await store.redeemLink(sha256Hex(secret), clock.now());
      if (account === null) return err({ type: 'link_invalid' });
      return ok({ ...(await signIn(account, visitor)), previous });
    },
  };
}

/** What identity reads of a node request. */
export function visitorOf(request: IncomingMessage): Visitor {
  return {
    cookie: request.headers.cookie ?? '',
    userAgent: request.headers['user-agent'] ?? '',
    address: request.socket.remoteAddress ?? '',
  };
}

async function loadAuth({ store, origin, newSecret }: IdentityOptions, cookieName: string): Promise<Auth> {
  const { createAuth } = await import('./auth.ts');
  return createAuth({ database: store.authDatabase, secret: await store.cookieSecret(newSecret()), cookieName, origin });
}

const headersOf = (visitor: Visitor): Headers => new Headers({ cookie: visitor.cookie, 'user-agent': visitor.userAgent });

/** Makes a promise at the first call and hands out the same one after; a failed one is made anew. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null;
      throw error;
    });
    return made;
  };
}
