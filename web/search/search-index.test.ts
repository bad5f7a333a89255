import { expect, test } from 'vitest';
import { matchingLine } from './matching-line.ts';
import { createSearchIndex } from './search-index.ts';

function filled() {
  const index = createSearchIndex();
  index.put({ id: 'a', title: 'Review of the parser team', texts: [{ id: 'a1', text: 'Faster builds.\nThe café opened.' }] });
  index.put({
    id: 'b',
    title: 'Notes',
    texts: [
      { id: 'b1', text: 'The parser is faster now.' },
      { id: 'b2', text: 'Groceries' },
    ],
  });
  index.put({ id: 'c', title: 'Empty', texts: [] });
  return index;
}
const documents = (query: string, index = filled()) => index.find(query, 10).found.map(({ document }) => document);

test('words are found in titles and texts, a title first', () => {
  expect(documents('parser')).toEqual(['a', 'b']);
  expect(documents('empty')).toEqual(['c']);
});

test('all words must be there, some in the title and some in a text', () => {
  expect(documents('review faster')).toEqual(['a']);
  expect(documents('faster parser').toSorted()).toEqual(['a', 'b']);
  expect(documents('faster groceries')).toEqual([]);
});

test('the last word may be half typed; case and accents make no difference', () => {
  expect(documents('groc')).toEqual(['b']);
  expect(documents('CAFE')).toEqual(['a']);
});

test('one slip in a long word is forgiven where nothing else is found', () => {
  expect(documents('grocries')).toEqual(['b']);
});

test('a query without words finds nothing', () => {
  expect(documents(' … ')).toEqual([]);
});

test('what was put anew or removed is found as it is now', () => {
  const index = filled();
  index.put({ id: 'b', title: 'Notes', texts: [{ id: 'b1', text: 'Only apples.' }] });
  index.remove('c');
  expect([documents('groceries', index), documents('apples', index), documents('empty', index)]).toEqual([[], ['b'], []]);
});

test('a hit names the block that has the words, and none if only the title has', () => {
  expect(filled().find('groceries', 10).found).toEqual([{ document: 'b', block: 'b2' }]);
  expect(filled().find('team', 10).found).toEqual([{ document: 'a', block: null }]);
});

test('no more documents than asked for', () => {
  expect(filled().find('faster', 1).found).toHaveLength(1);
});

test('the matching line is the first that has a word, cut around it where it is long', () => {
  expect(matchingLine('One.\nThe Café opened.\nAnother café.', ['cafe'])).toBe('The Café opened.');
  expect(matchingLine('Nothing here.', ['cafe'])).toBeNull();
  const long = `${'before '.repeat(60)}needle${' after'.repeat(60)}`;
  const line = matchingLine(long, ['needle']) ?? '';
  expect(line).toMatch(/^… .*needle.* …$/);
  expect(line.length).toBeLessThan(180);
});
