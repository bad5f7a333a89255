import { type Millis, millis } from '../kernel/time.ts';
import type { Failure } from '../protocol/failure.ts';

/** How often and how long a round goes on by itself (J9), and what the person wants after a call whose payment nobody knows (L7). */
export type RetryPolicy = {
  /** Attempts that may be spent in a round. */
  readonly maxAttempts: number;
  readonly lostCall: 'retry' | 'ask';
};

export const defaultRetryPolicy: RetryPolicy = { maxAttempts: 4, lostCall: 'retry' };

/** First backoff, doubled with each failure up to the longest, then multiplied by the jitter (full jitter). */
const baseBackoffMs = 1_000;
export const longestBackoffMs = 60_000;
/** A structured answer that does not fit is asked for again once: a model that failed twice at the same request fails at it again. */
const maxMisfits = 2;
/** Free refusals in a row are followed for this long. */
export const patienceMs = 24 * 60 * 60 * 1_000;

export type Tried = {
  /** Attempts spent in this round before this failure. */
  readonly spent: number;
  readonly refusedSince: Millis | null;
};

export type RetryDecision =
  | {
      readonly type: 'again';
      readonly at: Millis;
      readonly for: 'retry' | 'rate-limit';
      readonly spent: number;
      readonly refusedSince: Millis | null;
    }
  | { readonly type: 'ask'; readonly spent: number }
  | { readonly type: 'give-up'; readonly spent: number };

/** True for an attempt that was sent and ended neither with the provider's end nor with a refusal before the first byte. */
export const isPossiblyPaid = (failure: Failure): boolean =>
  failure.type === 'transient' && !failure.free && failure.reason !== 'invalid_output';

/** Decides what follows a failure. Pure: `jitter` in [0, 1) is the only chance in it. */
export function decideRetry(policy: RetryPolicy, tried: Tried, failure: Failure, now: Millis, jitter: number): RetryDecision {
  if (failure.type === 'permanent') return { type: 'give-up', spent: tried.spent };
  const spent = tried.spent + (failure.free ? 0 : 1);
  // A clock that was put back makes no refusal begin in what is still to come.
  const refusedSince = failure.free ? millis(Math.min(tried.refusedSince ?? now, now)) : null;
  const most = failure.reason === 'invalid_output' ? Math.min(maxMisfits, policy.maxAttempts) : policy.maxAttempts;
  if (spent >= most) return { type: 'give-up', spent };
  if (refusedSince !== null && now - refusedSince >= patienceMs) return { type: 'give-up', spent };
  if (isPossiblyPaid(failure) && policy.lostCall === 'ask') return { type: 'ask', spent };
  const doublings =
    refusedSince === null || tried.refusedSince === null ? spent : Math.log2(1 + (now - refusedSince) / baseBackoffMs);
  const backoffMs = Math.min(longestBackoffMs, baseBackoffMs * 2 ** Math.max(0, doublings)) * jitter;
  const at = millis(Math.ceil(now + Math.max(backoffMs, failure.retryAfterMs ?? 0)));
  const isHeld = failure.reason === 'rate_limit' || failure.reason === 'overloaded';
  return { type: 'again', at, for: isHeld ? 'rate-limit' : 'retry', spent, refusedSince };
}
