import { expect, test } from 'vitest';
import { folded } from '../../search/folded.ts';
import { markedParts } from './marked-parts.ts';

const shown = (line: string, words: readonly string[]) =>
  markedParts(line, words, folded)
    .map(({ text, isMarked }) => (isMarked ? `[${text}]` : text))
    .join('');

test('words that were found are marked as they stand, and nothing of the line is lost', () => {
  expect(shown('The Café opened: café au lait.', ['cafe'])).toBe('The [Café] opened: [café] au lait.');
  expect(shown('Nothing here.', ['cafe'])).toBe('Nothing here.');
  expect(shown('cafe', ['cafe'])).toBe('[cafe]');
});
