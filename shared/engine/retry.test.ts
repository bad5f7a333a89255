import fc from 'fast-check';
import { expect, test } from 'vitest';
import { millis } from '../kernel/time.ts';
import { permanent, transient } from '../protocol/failure.ts';
import { decideRetry, defaultRetryPolicy, isPossiblyPaid, longestBackoffMs, patienceMs } from './retry.ts';

const now = millis(1_000_000);
const fresh = { spent: 0, refusedSince: null };
const policy = defaultRetryPolicy;

test('[J9] a permanent failure is given up at once and spends nothing', () => {
  expect(decideRetry(policy, fresh, permanent('refusal'), now, 0.5)).toEqual({ type: 'give-up', spent: 0 });
});

test('[J9] the fourth paid attempt is the last of its round', () => {
  const reset = transient('reset');
  expect(decideRetry(policy, { spent: 2, refusedSince: null }, reset, now, 0.5)).toMatchObject({ type: 'again', spent: 3 });
  expect(decideRetry(policy, { spent: 3, refusedSince: null }, reset, now, 0.5)).toEqual({ type: 'give-up', spent: 4 });
});

test('[J9] an answer that does not fit is asked for again once', () => {
  const misfit = transient('invalid_output');
  expect(decideRetry(policy, fresh, misfit, now, 0.5)).toMatchObject({ type: 'again', for: 'retry', spent: 1 });
  expect(decideRetry(policy, { spent: 1, refusedSince: null }, misfit, now, 0.5)).toEqual({ type: 'give-up', spent: 2 });
  expect(decideRetry({ ...policy, maxAttempts: 1 }, fresh, misfit, now, 0.5)).toEqual({ type: 'give-up', spent: 1 });
});

test('[J9] refusals before the first byte spend nothing, for 24 hours', () => {
  const refused = transient('overloaded', { free: true });
  const first = decideRetry(policy, fresh, refused, now, 0.5);
  expect(first).toMatchObject({ type: 'again', for: 'rate-limit', spent: 0, refusedSince: now });
  const since = { spent: 0, refusedSince: now };
  expect(decideRetry(policy, since, refused, millis(now + patienceMs - 1), 0.5)).toMatchObject({ type: 'again', spent: 0 });
  expect(decideRetry(policy, since, refused, millis(now + patienceMs), 0.5)).toEqual({ type: 'give-up', spent: 0 });
});

test('[J8] a clock that was put back between two refusals leaves a time at which the step is tried again', () => {
  const anHourAhead = { spent: 0, refusedSince: millis(now + 3_600_000) };
  const decision = decideRetry(policy, anHourAhead, transient('overloaded', { free: true }), now, 0.5);
  expect(decision).toMatchObject({ type: 'again', at: now + 500, refusedSince: now });
});

test('[J9] never before retry-after, never later than the longest backoff without one, whatever the chance', () => {
  const failures = fc.oneof(
    fc.nat(600_000).map((retryAfterMs) => transient('rate_limit', { free: true, retryAfterMs })),
    fc.constantFrom(transient('reset'), transient('lost'), transient('unreachable', { free: true })),
  );
  const jitters = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const tries = fc.record({
    spent: fc.nat(2),
    refusedSince: fc.option(fc.integer({ min: -3_600_000, max: 3_600_000 }).map((ago) => millis(now - ago))),
  });
  fc.assert(
    fc.property(tries, failures, jitters, (tried, failure, jitter) => {
      const decision = decideRetry(policy, tried, failure, now, jitter);
      if (decision.type !== 'again') return;
      const waitMs = decision.at - now;
      expect(waitMs).toBeGreaterThanOrEqual(failure.retryAfterMs ?? 0);
      expect(waitMs).toBeLessThanOrEqual(Math.max(longestBackoffMs, failure.retryAfterMs ?? 0));
    }),
  );
});

test('[J9] the backoff grows with each attempt that was spent', () => {
  const waits = [0, 1, 2].map((spent) => {
    const decision = decideRetry(policy, { spent, refusedSince: null }, transient('reset'), now, 0.5);
    return decision.type === 'again' ? decision.at - now : null;
  });
  expect(waits).toEqual([1_000, 2_000, 4_000]);
});

test('[L7] a call that broke off is possibly paid; a free refusal and an answer that does not fit are known', () => {
  expect([transient('reset'), transient('lost'), transient('silent')].map(isPossiblyPaid)).toEqual([true, true, true]);
  expect([transient('reset', { free: true }), transient('invalid_output'), permanent('refusal')].map(isPossiblyPaid)).toEqual([
    false,
    false,
    false,
  ]);
});

test('[L7] who wants to be asked is asked about possibly paid attempts, and about no others', () => {
  const asking = { maxAttempts: 4, lostCall: 'ask' } as const;
  expect(decideRetry(asking, fresh, transient('lost'), now, 0.5)).toEqual({ type: 'ask', spent: 1 });
  expect(decideRetry(asking, fresh, transient('rate_limit', { free: true }), now, 0.5)).toMatchObject({ type: 'again' });
  expect(decideRetry(asking, { spent: 3, refusedSince: null }, transient('lost'), now, 0.5)).toMatchObject({ type: 'give-up' });
});
