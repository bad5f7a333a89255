/** What the provider counts, as its headers name it. */
const counted = ['requests', 'tokens', 'input-tokens', 'output-tokens'] as const;

/** No pause that only these headers ask for is longer: a reset that cannot be right must not hold everything back for ever. */
const longestMs = 3_600_000;

/**
 * How long the provider takes nothing more, in ms, as the headers of its answer say: until everything of which nothing is left has been
 * filled up. Null if something is left of each. A reset is compared with the answer's own date, because our clock may be wrong; `now`
 * stands in where there is none.
 */
export function pauseIn(headers: Headers, now: number): number | null {
  const sentAt = timeIn(headers.get('date')) ?? now;
  const pauses = counted.flatMap((what) => {
    const remaining = headers.get(`anthropic-ratelimit-${what}-remaining`);
    const resetAt = timeIn(headers.get(`anthropic-ratelimit-${what}-reset`));
    return remaining?.trim() === '0' && resetAt !== null && resetAt > sentAt ? [resetAt - sentAt] : [];
  });
  return pauses.length === 0 ? null : Math.min(longestMs, Math.max(...pauses));
}

function timeIn(text: string | null): number | null {
  const at = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? null : at;
}
