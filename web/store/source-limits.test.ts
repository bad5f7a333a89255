import { expect, test } from 'vitest';
import { fitsInto, sourceBytes } from './source-limits.ts';

const source = (text: string, title = '') => ({ title, text });
const many = (count: number, text = 'x') => Array.from({ length: count }, () => source(text));

test('a document holds 5,000 sources, and not one more', () => {
  expect(fitsInto(many(4_000), many(1_000)).ok).toBe(true);
  expect(fitsInto(many(4_000), many(1_001))).toEqual({
    ok: false,
    error: { type: 'too_many_sources', there: 4_000, adding: 1_001, max: 5_000 },
  });
});

test('a source may have 1 MB of UTF-8, title and text together', () => {
  const mega = 1024 * 1024;
  expect(sourceBytes(source('é', 'ü'))).toBe(4);
  expect(fitsInto([], [source('x'.repeat(mega - 5), 'Title')]).ok).toBe(true);
  expect(fitsInto([], [source('x'.repeat(mega - 4), 'Title')])).toMatchObject({
    error: { type: 'source_too_large', title: 'Title', bytes: mega + 1 },
  });
  expect(fitsInto([], [source('é'.repeat(mega - 10))])).toMatchObject({ error: { type: 'source_too_large' } });
});

test('all sources of a document together have 50 MB', () => {
  const half = 'x'.repeat(1024 * 1024);
  expect(fitsInto(many(49, half), many(1, half)).ok).toBe(true);
  expect(fitsInto(many(50, half), [source('x')])).toMatchObject({
    error: { type: 'sources_too_large', bytes: 50 * 1024 * 1024 + 1 },
  });
});
