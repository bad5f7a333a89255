import { initTRPC } from '@trpc/server';
import { refusal, toldOf } from './errors.ts';
import type { SessionId, Visitor } from './identity/identity.ts';
import type { Account } from './store/identity-store.ts';

/** What every procedure knows of its request. */
export type Context = {
  readonly session: (Account & { readonly sessionId: SessionId }) | null;
  readonly visitor: Visitor;
  /** Goes out with the answer. */
  readonly setCookies: (lines: readonly string[]) => void;
};

/** Between two signs of life of an open feed, and how long a device waits for one before it takes the feed for lost. */
const pingMs = 1_500;
const silenceMs = 5_000;

const t = initTRPC.context<Context>().create({
  // Else every error carries its stack, whatever kind of start this is.
  isDev: false,
  errorFormatter: ({ shape, error }) => ({ ...shape, message: toldOf(error) }),
  sse: {
    ping: { enabled: true, intervalMs: pingMs },
    client: { reconnectAfterInactivityMs: silenceMs },
  },
});

export const { router } = t;

/** For everybody who reaches this server. */
export const anybody = t.procedure;

/** For those who have an account. */
export const signedIn = t.procedure.use(({ ctx, next }) => {
  if (ctx.session === null) throw refusal('signed_out');
  return next({ ctx: { ...ctx, session: ctx.session, account: ctx.session.accountId } });
});

/** For whoever runs this server. */
export const ownerOnly = signedIn.use(({ ctx, next }) => {
  if (ctx.session.role !== 'owner') throw refusal('owner_only');
  return next();
});
