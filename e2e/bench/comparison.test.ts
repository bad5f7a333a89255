import { expect, test } from 'vitest';
import { alone, attempt, type Comparison, tableOf, whyOf } from './comparison.ts';

const line = (more: Partial<Comparison>): Comparison => ({ ...alone, what: 'a put', unit: 'ms', ours: [4], ...more });
const verdictOn = (more: Partial<Comparison>): string =>
  tableOf([line(more)])
    .split(' | ')
    .at(-1) ?? '';

test('a budget is held or missed by the median, and one that nobody could measure is neither', () => {
  expect(verdictOn({ ours: [1, 4, 90], budget: { atMost: 5 } })).toBe('pass |');
  expect(verdictOn({ ours: [1, 6, 6], budget: { atMost: 5 } })).toBe('**miss** |');
  expect(verdictOn({ ours: [94], budget: { atLeast: 95 } })).toBe('**miss** |');
  expect(verdictOn({ ours: [Number.NaN], budget: { atMost: 5 } })).toBe('**not measured** |');
  expect(verdictOn({ ours: [4] })).toBe(' |');
});

test('a part that fails becomes a line that says why, without a folder of this machine', async () => {
  const lines = await attempt('the page', () => Promise.reject(new Error('no file /home/ann/project/dist/app.js\nat app.ts')));
  expect(tableOf(lines)).toContain('| the page | no file …/app.js |  |  |  | **failed** |');
});

test('addresses in what went wrong stay as they are', () => {
  expect(whyOf(new Error('GET http://127.0.0.1:80/trpc/feed/now: 404'))).toBe('GET http://127.0.0.1:80/trpc/feed/now: 404');
});
