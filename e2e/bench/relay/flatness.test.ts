import { expect, test } from 'vitest';
import { flatAtMost, growthOf, type Held } from './flatness.ts';

const megabyte = 1_024 ** 2;

/** Five minutes of a process, looked at every two seconds; `grows`: bytes a second that are never given back. */
function minutes(grows: number): readonly Held[] {
  return Array.from({ length: 150 }, (_, at) => {
    // Garbage that comes and is collected every ten seconds.
    const used = 120 * megabyte + at * 2 * grows + (at % 5) * 30 * megabyte;
    return { atMs: at * 2_000, used, rss: used + 60 * megabyte };
  });
}

test('memory that only swings is flat', () => {
  expect(growthOf(minutes(0), ({ used }) => used)).toBeCloseTo(1, 5);
  expect(growthOf(minutes(0), ({ rss }) => rss)).toBeLessThanOrEqual(flatAtMost);
});

test('a server that kept a tenth of the text that a thousand calls write would not be flat', () => {
  const aTenth = (1_000 * 50 * 17) / 10;
  expect(growthOf(minutes(aTenth), ({ used }) => used)).toBeGreaterThan(flatAtMost);
});

test('a hold that is too short to tell says nothing', () => {
  expect(growthOf(minutes(0).slice(0, 60), ({ used }) => used)).toBeNaN();
});
