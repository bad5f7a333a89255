import { expect, test } from 'vitest';
import { agoInWords, bytesInWords, counted, durationInWords, leftInWords, spanInWords } from './numbers.ts';

test('counts name one and many, with separators', () => {
  expect(counted(1, 'source')).toBe('1 source');
  expect(counted(1_204, 'token')).toBe('1,204 tokens');
  expect(counted(2, 'entry', 'entries')).toBe('2 entries');
});

test.each([
  [-500, '1 s'],
  [200, '1 s'],
  [7_400, '8 s'],
  [59_000, '59 s'],
  [150_000, '3 min'],
  [7_200_000, '2 h'],
])('a countdown of %d ms says %s and never 0', (ms, words) => {
  expect(spanInWords(ms)).toBe(words);
});

test('what something took is told in seconds, then in minutes too', () => {
  expect(durationInWords(12_900)).toBe('12 s');
  expect(durationInWords(65_000)).toBe('1 min 5 s');
  expect(durationInWords(-3_000)).toBe('0 s');
});

test('when something was is told as a person would', () => {
  const now = Date.UTC(2026, 10, 21, 12);
  const ago = (ms: number) => agoInWords(now - ms, now);
  expect([ago(-5_000), ago(30_000), ago(5 * 60_000), ago(3 * 3_600_000), ago(30 * 3_600_000)]).toEqual([
    'just now',
    'just now',
    '5 min ago',
    '3 h ago',
    'yesterday',
  ]);
  expect(ago(10 * 86_400_000)).toBe('11 November');
  expect(ago(400 * 86_400_000)).toBe('17 October 2025');
});

test('bytes are told with at most two digits that count', () => {
  expect([
    bytesInWords(900),
    bytesInWords(12_000),
    bytesInWords(1_048_576),
    bytesInWords(4_194_304),
    bytesInWords(50_000_000),
    bytesInWords(2.5e9),
  ]).toEqual(['1 kB', '12 kB', '1 MB', '4.2 MB', '50 MB', '2.5 GB']);
});

test('[J12] an estimate is what is left of its range, and nothing once that is over', () => {
  const range = { from: 180_000, to: 300_000 };
  expect(leftInWords(range, 0)).toBe('3–5 min left');
  expect(leftInWords(range, 150_000)).toBe('30 s–3 min left');
  expect(leftInWords(range, 260_000)).toBe('up to 40 s left');
  expect(leftInWords({ from: 181_000, to: 190_000 }, 0)).toBe('about 3 min left');
  expect(leftInWords(range, 300_000)).toBeNull();
});
