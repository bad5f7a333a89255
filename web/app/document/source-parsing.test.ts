import { expect, test } from 'vitest';
import { parsePasted } from './source-parsing.ts';

const pullRequest = {
  number: 12,
  title: 'Keep the newest text',
  body: 'Two devices wrote at once.',
  author: { login: 'meanwhile' },
  createdAt: '2026-03-01T10:00:00Z',
  mergedAt: '2026-03-02T10:00:00Z',
  url: 'https://example.org/12',
  labels: [],
  reviews: [],
};

test('what gh pr list prints becomes one source each', () => {
  const parsed = parsePasted(JSON.stringify([pullRequest, { ...pullRequest, number: 13, body: '', mergedAt: null }]));
  expect(parsed).toMatchObject({ type: 'pull-requests', without: 0 });
  expect(parsed.type === 'pull-requests' && parsed.sources).toEqual([
    {
      title: '#12 Keep the newest text',
      text: 'Two devices wrote at once.',
      role: 'evidence',
      type: 'PR_AUTHORED',
      date: '2026-03-02T10:00:00Z',
      author: 'meanwhile',
      url: 'https://example.org/12',
    },
    expect.objectContaining({ title: '#13 Keep the newest text', text: 'Keep the newest text', date: '2026-03-01T10:00:00Z' }),
  ]);
});

test('entries with nothing to read are counted, not imported', () => {
  expect(parsePasted(JSON.stringify([pullRequest, { title: ' ', body: '' }]))).toMatchObject({ without: 1 });
});

test.each([
  ['a byte order mark before the list', `\uFEFF${JSON.stringify([pullRequest])}`, 'pull-requests'],
  ['plain text', 'Rain fell on 21 days.', 'text'],
  ['a list that is cut off', JSON.stringify([pullRequest]).slice(0, 60), 'text'],
  ['a list of something else', '[1, 2, 3]', 'text'],
  ['an empty list', '[]', 'text'],
  ['nothing', ' \n ', 'nothing'],
])('%s is read as %s', (_, pasted, type) => {
  expect(parsePasted(pasted).type).toBe(type);
});

test('a text without a title is named by its first line', () => {
  expect(parsePasted('## Notes of the meeting\n\nWe met.')).toMatchObject({ title: 'Notes of the meeting' });
  const long = parsePasted(`${'word '.repeat(40)}\nmore`);
  expect(long.type === 'text' && long.title).toMatch(/^word .*…$/);
  expect(long.type === 'text' && long.title.length).toBeLessThanOrEqual(80);
});
