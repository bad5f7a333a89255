import { expect, test } from 'vitest';
import { findDuplicates } from './duplicates.ts';

const source = (title: string, text = 'x', url = '') => ({ title, text, url });

test('the same link is a duplicate, and so are the same title and text; an empty link says nothing', () => {
  const there = [source('One', 'x', 'https://example.org/1'), source('Two')];
  const coming = [source('Other', 'y', 'https://example.org/1'), source('Two '), source('Two', 'longer'), source('Three')];
  expect([...findDuplicates(there, coming)]).toEqual([0, 1]);
});

test('of two that come together and are the same, the later is the duplicate', () => {
  expect([...findDuplicates([], [source('One'), source('One'), source('A', 'a', 'u'), source('B', 'b', 'u')])]).toEqual([1, 3]);
});
