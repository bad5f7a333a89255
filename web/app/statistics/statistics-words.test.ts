import { expect, test } from 'vitest';
import {
  errorRateInWords,
  estimatesInWords,
  percentInWords,
  rateInWords,
  reasonInWords,
  timeInWords,
} from './statistics-words.ts';

test('figures are said to the exactness that they have', () => {
  expect([0, 0.004, 0.126, 1].map(percentInWords)).toEqual(['0 %', 'under 1 %', '13 %', '100 %']);
  expect([0, 0.004, 0.456, 12.34].map(rateInWords)).toEqual(['0', 'under 0.01', '0.46', '12.3']);
  expect([null, 420, 12_400, 65_000].map(timeInWords)).toEqual(['–', '0.4 s', '12 s', '1 min 5 s']);
});

test('a rate says of what it is one, and nothing where nothing ended', () => {
  expect(errorRateInWords({ completed: 3, failed: 1, cancelled: 9 })).toBe('25 %');
  expect(errorRateInWords({ completed: 0, failed: 0, cancelled: 9 })).toBe('none ended');
  expect([estimatesInWords({ made: 0, inside: 0 }), estimatesInWords({ made: 10, inside: 8 })]).toEqual([
    'none made yet',
    '8 of 10 (80 %)',
  ]);
});

test('a reason that this build does not know stands for itself', () => {
  expect([reasonInWords('billing'), reasonInWords('moon_phase'), reasonInWords('')]).toEqual([
    'The provider’s account has no credit',
    'moon phase',
    'Not known',
  ]);
});
