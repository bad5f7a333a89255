import { expect, it } from 'vitest';
import { titleOf } from './title.ts';

it.each([
  ['Sum up the quarter.', 'Sum up the quarter.'],
  ['\n\n## Release   notes\n\nFor users.', 'Release notes'],
  ['- one\n- two', 'one'],
  ['###\nMore', 'Untitled'],
])('takes the first line of %j', (prompt, title) => {
  expect(titleOf(prompt)).toBe(title);
});

it('cuts a long line between words, and one without spaces anywhere but inside a character', () => {
  expect(titleOf(`Write ${'a long account '.repeat(10)}`)).toMatch(/^Write a long account .{1,70} (long|account|a)…$/);
  expect(titleOf(`${'x'.repeat(79)}😀😀`)).toBe(`${'x'.repeat(79)}…`);
});
