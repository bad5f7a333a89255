import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differenceOf, isSame } from './difference.ts';

const texts = fc.array(fc.constantFrom('one', 'two', 'three', ' ', '\n', '.', '東京', '🙂'), { maxLength: 40 });
const joinedText = texts.map((parts) => parts.join(''));

test('whatever two texts there are, each is whole in what is shown', () => {
  fc.assert(
    fc.property(joinedText, joinedText, (before, after) => {
      const stretches = differenceOf(before, after);
      const only = (...types: readonly string[]) =>
        stretches.flatMap(({ type, text }) => (types.includes(type) ? [text] : [])).join('');
      expect(only('same', 'removed')).toBe(before);
      expect(only('same', 'added')).toBe(after);
      expect(isSame(stretches)).toBe(before === after);
    }),
    { seed: 7, numRuns: 300 },
  );
});

test('a word that was changed is marked alone', () => {
  expect(differenceOf('The road is closed.\n\nNext.', 'The road is open.\n\nNext.')).toEqual([
    { type: 'same', text: 'The road is ' },
    { type: 'removed', text: 'closed' },
    { type: 'added', text: 'open' },
    { type: 'same', text: '.\n\nNext.' },
  ]);
});

test('a paragraph that came in leaves the others alone', () => {
  expect(differenceOf('One.\n\nThree.\n', 'One.\n\nTwo.\n\nThree.\n')).toEqual([
    { type: 'same', text: 'One.\n\n' },
    { type: 'added', text: 'Two.\n\n' },
    { type: 'same', text: 'Three.\n' },
  ]);
});

test('twenty thousand words that have nothing in common are compared within a second', () => {
  const words = (stem: string) => Array.from({ length: 20_000 }, (_, n) => `${stem}${n}`).join(' ');
  const begun = performance.now();
  expect(differenceOf(words('a'), words('b')).map(({ type }) => type)).toContain('added');
  expect(performance.now() - begun).toBeLessThan(10_000);
});
