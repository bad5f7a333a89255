import { expect, test } from 'vitest';
import { choose, type PaletteItem } from './palette-items.ts';

const item = (label: string, hint = ''): PaletteItem => ({ id: label, kind: 'Document', label, hint, run: () => {} });
const labels = (typed: string, items: readonly PaletteItem[]) => choose(items, typed).map(({ label }) => label);

test('what begins with the word comes first, and every word must be there', () => {
  const items = [item('My notes'), item('Notes of May', 'café'), item('Jobs')];
  expect(labels('notes', items)).toEqual(['Notes of May', 'My notes']);
  expect(labels('may cafe', items)).toEqual(['Notes of May']);
  expect(labels('', items)).toEqual(['My notes', 'Notes of May', 'Jobs']);
});

test('a long list is cut', () => {
  const many = Array.from({ length: 40 }, (_, at) => item(`Document ${at}`));
  expect(choose(many, '')).toHaveLength(12);
});
