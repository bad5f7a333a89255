import { expect, test } from 'vitest';
import { deletionInWords } from './deletion-words.ts';

const jobs = (...titles: readonly string[]) => titles.map((title) => ({ title }));

test('a deletion names what will be cancelled with it', () => {
  const review = { type: 'document', title: 'Review' } as const;
  expect(deletionInWords(review, [])).toBe('“Review” is deleted.');
  expect(deletionInWords(review, jobs('Summary'))).toBe('“Review” is deleted. Its job “Summary” will be cancelled.');
  expect(deletionInWords(review, jobs('A', '', 'C', 'D', 'E'))).toBe(
    '“Review” is deleted. Its jobs “A”, “Untitled”, “C” and 2 more will be cancelled.',
  );
  expect(deletionInWords({ type: 'project', title: 'Old' }, [])).toBe('The folder “Old” is deleted. Its documents stay.');
});
