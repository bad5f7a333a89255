import { expect, test } from 'vitest';
import { createAges } from './ages.ts';

test('the quantile of many ages is theirs, up to a tenth of a ms', () => {
  const ages = createAges();
  for (let at = 0; at < 1_000; at += 1) ages.add(((at * 7) % 1_000) + 0.05);
  expect(ages.count()).toBe(1_000);
  expect(ages.quantile(0.5)).toBeCloseTo(499.1, 6);
  expect(ages.quantile(0.99)).toBeCloseTo(989.1, 6);
  expect(ages.quantile(1)).toBeCloseTo(999.1, 6);
});

test('an age beyond what is counted, or below nothing, is the longest, or the shortest', () => {
  const ages = createAges();
  ages.add(1_000_000);
  expect(ages.quantile(1)).toBeCloseTo(100_000.1, 6);
  ages.clear();
  ages.add(-1);
  expect(ages.quantile(1)).toBeCloseTo(0.1, 6);
});

test('no ages have no quantile', () => {
  expect(createAges().quantile(0.99)).toBeNaN();
});
