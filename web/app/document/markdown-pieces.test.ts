import fc from 'fast-check';
import { Marked } from 'marked';
import { expect, test } from 'vitest';
import { countWords } from '../../../shared/recipes/words.ts';
import { allPieces, growPieces, noPieces, wordsOf } from './markdown-pieces.ts';

const text = [
  'The **first** part.\n\n',
  '- one\n- two\n\n- three\n\n  with a second paragraph\n\n',
  '```ts\nconst a = 1;\n\n# not a heading\n```\n\n',
  '| a | b |\n|---|---|\n| 1 | 2 |\n\n',
  '> a quote\n> goes on\n\n',
  '1. x\n\n2. y\n\nSetext\n===\n\nThe end.',
].join('');

const grown = (chunks: readonly string[]) => {
  let soFar = '';
  return chunks.reduce((pieces, chunk) => {
    soFar += chunk;
    return growPieces(pieces, soFar);
  }, noPieces);
};

const cutAt = (whole: string, places: readonly number[]): readonly string[] => {
  const cuts = [0, ...places.map((place) => place % (whole.length + 1)).toSorted((a, b) => a - b), whole.length];
  return cuts.slice(1).map((to, at) => whole.slice(cuts[at], to));
};

test('pieces are the top-level blocks, and together they are the text', () => {
  const pieces = allPieces(growPieces(noPieces, text));
  expect(pieces).toHaveLength(8);
  expect(pieces.join('')).toBe(text);
});

test('a text that grows in any chunks ends in the same pieces as at once', () => {
  const whole = allPieces(growPieces(noPieces, text));
  fc.assert(
    fc.property(fc.array(fc.nat(2_000), { maxLength: 60 }), (places) => {
      expect(allPieces(grown(cutAt(text, places)))).toEqual(whole);
    }),
  );
});

test('pieces read like the whole text does', () => {
  const marked = new Marked({ gfm: true });
  const html = (source: string) => String(marked.parse(source, { async: false }));
  expect(allPieces(growPieces(noPieces, text)).map(html).join('')).toBe(html(text));
});

test('settled pieces stay the very same while the end grows', () => {
  const before = growPieces(noPieces, text);
  const after = growPieces(before, `${text} And on it goes.`);
  expect(before.settled.length).toBeGreaterThan(4);
  expect(after.settled).toBe(before.settled);
  expect(allPieces(after).join('')).toBe(`${text} And on it goes.`);
});

test('words are counted as in the whole text', () => {
  expect(wordsOf(grown(cutAt(text, [10, 40, 90, 160, 230])))).toBe(countWords(text));
});

test('another text begins anew', () => {
  const after = growPieces(growPieces(noPieces, text), 'Something else.');
  expect(allPieces(after)).toEqual(['Something else.']);
});

test('lines may end in any way', () => {
  const pieces = growPieces(noPieces, 'one\r\n\r\ntwo\r\rthree\n\nfour');
  expect(allPieces(pieces)).toEqual(['one\n\n', 'two\n\n', 'three\n\n', 'four']);
});
