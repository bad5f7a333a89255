import { describe, expect, test } from 'vitest';
import { pauseIn } from './rate-limit-headers.ts';

const now = Date.parse('2026-11-21T10:00:00Z');
const limit = (what: string, remaining: string, reset: string) => ({
  [`anthropic-ratelimit-${what}-remaining`]: remaining,
  [`anthropic-ratelimit-${what}-reset`]: reset,
});
const pause = (headers: Record<string, string>) => pauseIn(new Headers(headers), now);

describe('the headers of an answer', () => {
  test('[L3] ask for no pause while something is left of each, and where there are none', () => {
    expect(pause({})).toBeNull();
    expect(pause(limit('requests', '3', '2026-11-21T10:00:40Z'))).toBeNull();
    expect(pause({ 'anthropic-ratelimit-requests-remaining': '0' })).toBeNull();
    expect(pause(limit('requests', '0', 'soon'))).toBeNull();
    expect(pause(limit('requests', '0', '2026-11-21T09:59:59Z'))).toBeNull();
  });

  test('[L3] ask for a pause until all that is used up is filled up', () => {
    const headers = {
      ...limit('requests', '0', '2026-11-21T10:00:05Z'),
      ...limit('input-tokens', '0', '2026-11-21T10:00:40Z'),
      ...limit('output-tokens', '8000', '2026-11-21T10:00:50Z'),
    };
    expect(pause(headers)).toBe(40_000);
  });

  test('[L3] are read by their own date, because our clock may be wrong, and for an hour at most', () => {
    const reset = limit('tokens', '0', '2026-11-21T12:00:30Z');
    expect(pause({ ...reset, date: 'Sat, 21 Nov 2026 12:00:00 GMT' })).toBe(30_000);
    expect(pause(limit('tokens', '0', '2027-01-01T00:00:00Z'))).toBe(3_600_000);
  });
});
