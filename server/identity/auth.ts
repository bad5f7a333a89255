import { betterAuth } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod/mini';
import type { AccountId } from '../../shared/kernel/brand.ts';
import type { IdentityStore } from '../store/identity-store.ts';
import { authTables } from './auth-tables.ts';

/** What we use of better-auth: sessions in our database behind a signed cookie. It knows users; that they are accounts, it does not. */
export type Auth = {
  /** A new session for a user that is there; the cookie that carries it. */
  readonly signIn: (userId: AccountId, headers: Headers) => Promise<readonly string[]>;
  /** The session of a request's cookie, and cookies to send back: a session rolls on once a day, a dead one is cleared. */
  readonly read: (headers: Headers) => Promise<{ readonly session: AuthSession | null; readonly setCookies: readonly string[] }>;
};

type AuthSession = { readonly sessionId: string; readonly userId: string };

export type AuthOptions = {
  readonly database: IdentityStore['authDatabase'];
  readonly secret: string;
  readonly cookieName: string;
  /** Where browsers find this server; `https` makes the cookie Secure. */
  readonly origin: string;
};

/** No cookie may live longer in a browser. */
const sessionDays = 400;
const daySeconds = 86_400;

/**
 * Sets better-auth up. This file is loaded at the first request that needs it, never at the start: it costs about 130 ms and 25–30 MB.
 * Its HTTP handler is not mounted: who may sign in is decided in `identity.ts`, and there is no other way in.
 */
export function createAuth(options: AuthOptions): Auth {
  const auth = betterAuth({
    ...authTables,
    database: options.database,
    secret: options.secret,
    baseURL: options.origin,
    session: { ...authTables.session, expiresIn: sessionDays * daySeconds, updateAge: daySeconds },
    advanced: {
      cookies: { session_token: { name: options.cookieName } },
      useSecureCookies: options.origin.startsWith('https:'),
      ipAddress: { disableIpTracking: true },
    },
    telemetry: { enabled: false },
    plugins: [{ id: 'account-sign-in', endpoints: { signInAccount } }],
  });
  return {
    signIn: async (userId, headers) => {
      const { headers: answer } = await auth.api.signInAccount({ body: { userId }, headers, returnHeaders: true });
      return answer.getSetCookie();
    },
    read: async (headers) => {
      const { headers: answer, response } = await auth.api.getSession({ headers, returnHeaders: true });
      const session = response === null ? null : { sessionId: response.session.id, userId: response.user.id };
      return { session, setCookies: answer.getSetCookie() };
    },
  };
}

/** Has no path, so that no request reaches it: only our own code calls it. */
const signInAccount = createAuthEndpoint.serverOnly(
  { method: 'POST', body: z.object({ userId: z.string() }), requireHeaders: true },
  async (ctx) => {
    const user = await ctx.context.internalAdapter.findUserById(ctx.body.userId);
    if (user === null) throw new Error(`No user ${ctx.body.userId} to sign in`);
    const session = await ctx.context.internalAdapter.createSession(user.id);
    await setSessionCookie(ctx, { session, user });
    return { sessionId: session.id };
  },
);
