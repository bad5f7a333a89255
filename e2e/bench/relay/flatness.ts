import { quantile } from '../figures.ts';

/** What a process holds, as it was seen at a moment; bytes. */
export type Held = { readonly atMs: number; readonly rss: number; readonly used: number };

/** Memory that grows by less than this in the time between counts as flat: a collector's mood, not a leak. */
export const flatAtMost = 1.1;

const minuteMs = 60_000;

/**
 * How much memory stands at the end, as a multiple of what stood after the first minute. Of each minute the lowest tenth counts: what is
 * left when garbage has just been collected. Not a number before there are three minutes to compare.
 */
export function growthOf(seen: readonly Held[], value: (held: Held) => number): number {
  const last = seen.at(-1)?.atMs ?? 0;
  if (last < 3 * minuteMs * 0.95) return Number.NaN;
  const floorIn = (fromMs: number, toMs: number) =>
    quantile(seen.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).map(value), 0.1);
  return floorIn(last - minuteMs, last + 1) / floorIn(minuteMs, 2 * minuteMs);
}
