import { TRPCClientError } from '@trpc/client';
import type { AccountId } from '../../shared/kernel/brand.ts';
import type { Api } from './api.ts';

/** What became of asking the server who this browser is. */
export type SessionAnswer =
  | { readonly type: 'signed_in'; readonly account: AccountId }
  /** It was signed in once and is no more; what it keeps stays. */
  | { readonly type: 'signed_out' }
  | LinkRefused
  | Unreachable;

/** Whose account a link leads to. */
export type LinkAnswer = { readonly type: 'leads_to'; readonly account: AccountId } | LinkRefused | Unreachable;

/** The link was used before, is too old, or never was one. */
type LinkRefused = { readonly type: 'link_refused' };
/** No answer, or none for now. */
type Unreachable = { readonly type: 'unreachable' };

/** What became of moving what a browser has to another account. */
export type MoveAnswer =
  | { readonly type: 'moved' }
  /** So many jobs of it are at work: it can be moved once they have ended. */
  | { readonly type: 'at_work'; readonly jobs: number }
  | { readonly type: 'signed_out' }
  | LinkRefused
  | Unreachable;

export type Sessions = {
  /** Gives this browser its account, an own one on its first visit. `key` makes a repeat give the same one. */
  readonly start: (browser: { readonly known: AccountId | null; readonly key: string }) => Promise<SessionAnswer>;
  /** Looks where a one-time link leads, without using it up. */
  readonly lookAt: (secret: string) => Promise<LinkAnswer>;
  /** Gives what this browser's account has to the one that a link leads to; the link stays good. */
  readonly moveBy: (secret: string) => Promise<MoveAnswer>;
  /** Signs in by a one-time link. */
  readonly redeem: (secret: string) => Promise<SessionAnswer>;
};

/** Who this browser is to the server; for a page, because an account is made only for a same-origin request. */
export const createSessions = (api: Api): Sessions => ({
  start: (browser) => answerOf(api.session.start.mutate(browser)),
  lookAt: async (secret) => {
    const answer = await api.session.lookAtLink.mutate({ secret }).catch(() => null);
    if (answer?.type === 'leads_to') return { type: 'leads_to', account: answer.accountId };
    return { type: answer?.type === 'link_invalid' ? 'link_refused' : 'unreachable' };
  },
  moveBy: async (secret) => {
    const answer = await api.session.moveByLink.mutate({ secret }).catch((error: unknown) => {
      const isSignedOut = error instanceof TRPCClientError && error.data?.httpStatus === 401;
      return { type: isSignedOut ? 'signed_out' : 'unreachable' } as const;
    });
    if (answer.type === 'link_invalid') return { type: 'link_refused' };
    return answer.type === 'rate_limited' ? { type: 'unreachable' } : answer;
  },
  redeem: (secret) => answerOf(api.session.redeemLink.mutate({ secret })),
});

type ServerAnswer =
  | { readonly type: 'signed_in'; readonly accountId: AccountId }
  | { readonly type: 'session_expired' | 'link_invalid' | 'rate_limited' };

async function answerOf(asked: Promise<ServerAnswer>): Promise<SessionAnswer> {
  const answer = await asked.catch(() => null);
  switch (answer?.type) {
    case 'signed_in':
      return { type: 'signed_in', account: answer.accountId };
    case 'session_expired':
      return { type: 'signed_out' };
    case 'link_invalid':
      return { type: 'link_refused' };
    case 'rate_limited':
    case undefined:
      return { type: 'unreachable' };
  }
}
