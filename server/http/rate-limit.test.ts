import { describe, expect, it } from 'vitest';
import { testClock } from '../../shared/kernel/time.ts';
import { createRateLimit } from './rate-limit.ts';

describe('createRateLimit', () => {
  it('lets a full bucket through at once, then one as often as it refills', () => {
    const clock = testClock();
    const limit = createRateLimit({ clock, capacity: 2, perMinute: 6 });
    expect([limit.take('a').ok, limit.take('a').ok]).toEqual([true, true]);
    expect(limit.take('a')).toEqual({ ok: false, error: { type: 'rate_limited', retryAfterMs: 10_000 } });
    clock.advance(9_999);
    expect(limit.take('a')).toEqual({ ok: false, error: { type: 'rate_limited', retryAfterMs: 1 } });
    clock.advance(1);
    expect(limit.take('a').ok).toBe(true);
    expect(limit.take('a').ok).toBe(false);
  });

  it('counts every key by itself and never above its capacity', () => {
    const clock = testClock();
    const limit = createRateLimit({ clock, capacity: 1, perMinute: 60 });
    expect(limit.take('a').ok).toBe(true);
    expect(limit.take('b').ok).toBe(true);
    clock.advance(3_600_000);
    expect([limit.take('a').ok, limit.take('a').ok]).toEqual([true, false]);
  });

  it('forgets the key longest unseen when there are too many', () => {
    const limit = createRateLimit({ clock: testClock(), capacity: 1, perMinute: 1, maxKeys: 2 });
    for (const key of ['a', 'b', 'c']) limit.take(key);
    expect(limit.take('c').ok).toBe(false);
    expect(limit.take('a').ok).toBe(true);
  });
});
