import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { Clock } from '../../shared/kernel/time.ts';

/** Too many requests from one account or address. */
export type RateLimited = { readonly type: 'rate_limited'; readonly retryAfterMs: number };

/** A bucket for each key: a request takes one from it, time refills it. */
export type RateLimit = { readonly take: (key: string) => Result<null, RateLimited> };

export type RateLimitOptions = {
  readonly clock: Clock;
  /** What a full bucket holds: how many may come at once. */
  readonly capacity: number;
  readonly perMinute: number;
  /** How many keys are remembered; past it the one longest unseen is forgotten. Default 10,000. */
  readonly maxKeys?: number;
};

/** Token buckets in memory: they begin full again at a start. */
export function createRateLimit({ clock, capacity, perMinute, maxKeys = 10_000 }: RateLimitOptions): RateLimit {
  const buckets = new Map<string, { readonly left: number; readonly at: number }>();
  const msEach = 60_000 / perMinute;

  return {
    take: (key) => {
      const now = clock.elapsed();
      const seen = buckets.get(key);
      const left = seen === undefined ? capacity : Math.min(capacity, seen.left + (now - seen.at) / msEach);
      if (left < 1) return err({ type: 'rate_limited', retryAfterMs: Math.ceil((1 - left) * msEach) });
      // Taken out and put back, so that the map's order is the order of last use.
      buckets.delete(key);
      buckets.set(key, { left: left - 1, at: now });
      const oldest = buckets.size > maxKeys ? buckets.keys().next().value : undefined;
      if (oldest !== undefined) buckets.delete(oldest);
      return ok(null);
    },
  };
}
