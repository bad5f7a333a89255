import { expect, test } from 'vitest';
import { linkTroubleInWords } from './link-words.ts';

test('who would move documents in which jobs are at work is told how many, and how to go on', () => {
  expect(linkTroubleInWords({ type: 'at_work', jobs: 1 })).toBe(
    '1 job is still at work in these documents, so nothing was moved. Try again once it has ended, or go back and cancel it.',
  );
  expect(linkTroubleInWords({ type: 'at_work', jobs: 3 })).toBe(
    '3 jobs are still at work in these documents, so nothing was moved. Try again once they have ended, or go back and cancel them.',
  );
});
