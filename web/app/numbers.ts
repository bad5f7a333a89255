import type { Usage } from '../../shared/recipes/usage.ts';

/*
 * Numbers as a person says them. The exact ones belong into tooltips and details.
 */

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `1 source`, `3 sources`, `1,204 tokens`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** A span: `8 s`, `2 min`, `3 h`. Below a second it says `1 s`, because a countdown that shows 0 looks stuck. */
export function spanInWords(ms: number): string {
  if (ms < minuteMs) return `${Math.max(1, Math.ceil(ms / secondMs))} s`;
  if (ms < hourMs) return `${Math.round(ms / minuteMs)} min`;
  return `${Math.round(ms / hourMs)} h`;
}

/** What is left of a range of time: `3–5 min left`, `up to 40 s left`; null once the range is over (J12). */
export function leftInWords({ from, to }: { readonly from: number; readonly to: number }, now: number): string | null {
  if (to <= now) return null;
  const most = spanInWords(to - now);
  if (from <= now) return `up to ${most} left`;
  const least = spanInWords(from - now);
  if (least === most) return `about ${most} left`;
  const [[count, unit], [, mostUnit]] = [least.split(' '), most.split(' ')];
  return unit === mostUnit ? `${count}–${most} left` : `${least}–${most} left`;
}

/** How long something has taken: `12 s`, `1 min 5 s`. */
export function durationInWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / secondMs));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/*
 * Made once: a list's rows would make theirs anew for each row, which took longer than all the rest of the row.
 */
const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' });
const dayOfYearFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
const exactFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'medium' });

/** When something was: `just now`, `5 min ago`, `3 h ago`, `yesterday`, `12 March`, `12 March 2024`. */
export function agoInWords(at: number, now: number): string {
  const ago = now - at;
  if (ago < minuteMs) return 'just now';
  if (ago < hourMs) return `${Math.floor(ago / minuteMs)} min ago`;
  if (ago < dayMs) return `${Math.floor(ago / hourMs)} h ago`;
  if (ago < 2 * dayMs) return 'yesterday';
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (isThisYear ? dayFormat : dayOfYearFormat).format(at);
}

/** The exact time, for tooltips. */
export const exactTime = (at: number): string => exactFormat.format(at);

/** `3.4 MB`, `12 kB`. */
export function bytesInWords(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1_000).toLocaleString('en')} kB`;
  const mega = bytes / 1_000_000;
  return mega < 1_000 ? `${mega < 10 ? Number(mega.toFixed(1)) : Math.round(mega)} MB` : `${(mega / 1_000).toFixed(1)} GB`;
}

/** All tokens of a usage, whatever they were for. */
export const tokensOf = (usage: Usage): number => usage.input + usage.output + usage.cacheRead + usage.cacheWrite;
