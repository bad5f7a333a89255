import { expect, test } from 'vitest';
import { documentId, sourceId } from '../../../../shared/kernel/brand.ts';
import { millis } from '../../../../shared/kernel/time.ts';
import type { Source } from '../../../../shared/records/records.ts';
import { inOrder, orderAfter, type SortOrder } from './source-order.ts';

const sourceOf = (title: string, said: Partial<Source>): Source => ({
  id: sourceId(`source-${title.length}`),
  documentId: documentId('a-document'),
  title,
  text: '',
  role: 'evidence',
  type: '',
  date: null,
  author: '',
  url: '',
  createdAt: millis(0),
  ...said,
});

const sources = [
  sourceOf('#10 Later', { date: '2026-05-01', author: 'ben', text: 'A long one.' }),
  sourceOf('#9 earlier', { date: null, author: '', type: 'Interview', text: 'Short.' }),
  sourceOf('A note', { date: '2026-06-01', author: 'Ann', role: 'goal', text: 'As long…' }),
];

const titles = (order: SortOrder | null): readonly string[] => inOrder(sources, order).map(({ title }) => title);

test('titles are put in order as a person counts and spells them', () => {
  expect(titles({ column: 'title', isDown: false })).toEqual(['#9 earlier', '#10 Later', 'A note']);
});

test('what does not say what the order goes by stands last, whichever way round', () => {
  expect(titles({ column: 'date', isDown: true })).toEqual(['A note', '#10 Later', '#9 earlier']);
  expect(titles({ column: 'date', isDown: false })).toEqual(['#10 Later', 'A note', '#9 earlier']);
  expect(titles({ column: 'author', isDown: false })).toEqual(['A note', '#10 Later', '#9 earlier']);
});

test('a source without a type goes by its role, as it is shown', () => {
  expect(titles({ column: 'type', isDown: false })).toEqual(['#10 Later', 'A note', '#9 earlier']);
});

test('the longest comes first, and a second press turns the order round', () => {
  const first = orderAfter(null, 'size');
  expect(titles(first)).toEqual(['#10 Later', 'A note', '#9 earlier']);
  expect(titles(orderAfter(first, 'size'))).toEqual(['#9 earlier', 'A note', '#10 Later']);
  expect(orderAfter(first, 'title')).toEqual({ column: 'title', isDown: false });
});

test('nothing asked for leaves all as it came', () => {
  expect(inOrder(sources, null)).toBe(sources);
});
