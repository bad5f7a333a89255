import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Columns, guessColumns, rowsAsSources } from './columns.ts';
import { faultInWords } from './file-fault.ts';
import { pullRequestSources } from './pull-requests.ts';
import { type FileRead, readFile, readPasted } from './read-file.ts';

const folder = new URL('../../../../e2e/fixtures/odd-files/', import.meta.url);
const odd = (name: string) => readFile(name, readFileSync(new URL(name, folder)));

/** The sources of a table, by the columns that are guessed. */
function rowsOf(name: string) {
  const read = odd(name);
  if (!read.ok || read.value.type !== 'table') throw new Error(`${name} is no table`);
  const { table } = read.value;
  return rowsAsSources(table, guessColumns(table), { role: 'evidence', type: '' }).sources;
}

test.each([
  ['byte-order-mark.csv', 0, { title: 'Faster start', date: '2026-05-12', type: 'PR_AUTHORED', url: 'https://example.org/1' }],
  ['byte-order-mark.csv', 1, { title: 'Über die Suche', text: 'Sie findet jetzt auch Überschriften.' }],
  [
    'semicolons.csv',
    0,
    { title: 'Schneller Start', text: 'Dokumente öffnen in der halben Zeit, auch große.', date: '2026-05-12', author: 'ann' },
  ],
  ['latin-1.csv', 0, { title: 'München', text: 'Größere Änderungen für 20 € und café.', date: '2026-09-01' }],
  ['utf-16.csv', 0, { title: 'À la carte', text: 'Le menu a été réécrit.', date: '2026-03-01' }],
  ['quoted-newlines.csv', 0, { title: 'Two lines', text: 'The first line,\nand the second with a "quote".', date: '2026-04-01' }],
  ['quoted-newlines.csv', 1, { title: 'One line', text: 'Nothing special.' }],
])('%s is imported right, row %i', (name, at, expected) => {
  expect(rowsOf(name)[at]).toMatchObject(expected);
});

test('a text in UTF-16 without a mark is read, and Markdown says its title', () => {
  expect(odd('utf-16-no-mark.txt')).toMatchObject({
    value: { type: 'text', title: 'utf-16-no-mark', text: 'A plain text without a mark at its start.\n' },
  });
  expect(odd('notes.md')).toMatchObject({ value: { type: 'text', title: 'What we agreed on' } });
});

test.each([
  ['empty.txt', { type: 'empty' }, 'empty.txt is empty.'],
  ['blank.md', { type: 'empty' }, 'blank.md is empty.'],
  [
    'binary.csv',
    { type: 'binary', byte: 6 },
    'binary.csv is not a text: byte 6 is no character. Save it as text, Markdown, CSV or JSON.',
  ],
  [
    'cut-off.json',
    { type: 'cut_off', line: 15, byte: 271 },
    'cut-off.json is cut off: its JSON ends in the middle, on line 15, byte 271.',
  ],
  ['not.json', { type: 'not_json', line: 3 }, 'not.json is not valid JSON: line 3 cannot be read.'],
  [
    'open-quote.csv',
    { type: 'quotes', line: 3 },
    'open-quote.csv cannot be read as CSV: a quotation mark on line 3 is not closed as it should be.',
  ],
])('%s is refused with the place and the reason', (name, fault, sentence) => {
  const read = odd(name);
  expect(read).toEqual({ ok: false, error: fault });
  expect(read.ok ? '' : faultInWords(name, read.error)).toBe(sentence);
});

test.each([
  ['[{"title": "One"},]', 1],
  ['[{"title": "One"}\n{"title": "Two"}]', 2],
  ["[\n{'title': 'One'}]", 2],
  ['[{"title":\n"One", "body": "a\nb"}]', 2],
  ['[1]]', null],
])('in what is not JSON, the line is named: %j', (text, line) => {
  expect(readFile('a.json', new TextEncoder().encode(text))).toEqual({ ok: false, error: { type: 'not_json', line } });
});

test.each(['[{"title": "One', '[{"title": "One\\', '[{"title": tr', '[{"title": "One",', '[{"title": 12', '{"items": ['])(
  'a list that ends anywhere is cut off: %j',
  (text) => {
    const cutOff = { type: 'cut_off', line: 1, byte: text.length };
    expect(readFile('a.json', new TextEncoder().encode(text))).toEqual({ ok: false, error: cutOff });
  },
);

/** The sources of a list of pull requests, about this person. */
function pullRequestsOf(read: FileRead, login: string) {
  if (!read.ok || read.value.type !== 'pull-requests') throw new Error('No list of pull requests');
  return pullRequestSources(read.value.entries, login);
}

test('pull requests of a list are told apart by whom the document is about', () => {
  const sources = pullRequestsOf(odd('pull-requests.json'), 'Ann');
  expect(sources).toMatchObject([
    { title: '#1 Keep the copy', type: 'PR_AUTHORED', author: 'ann', date: '2026-03-02T10:00:00Z' },
    { title: '#2 Open in half the time', type: 'PR_REVIEWED', author: 'ben' },
    { title: '#3 Name the parts', type: 'PR' },
  ]);
  expect(sources[1]?.text).toBe('Measured on a slow disk.\n\nReview by ann: Please measure it on a slow disk too.');
});

test('without a person, every pull request is taken for their own', () => {
  const sources = pullRequestsOf(odd('pull-requests.json'), '');
  expect(sources.map(({ type }) => type)).toEqual(['PR_AUTHORED', 'PR_AUTHORED', 'PR_AUTHORED']);
});

test('entries with nothing to read are left out, and a title alone is read', () => {
  const entries = [
    { title: ' ', body: '' },
    { title: 'Alone', body: '' },
  ];
  expect(pullRequestSources(entries, '')).toMatchObject([{ title: 'Alone', text: 'Alone' }]);
});

test('the sample’s evidence is recognised whole', () => {
  const evidence = readFileSync(new URL('../../../public/sample/evidence.json', import.meta.url));
  const sources = pullRequestsOf(readFile('evidence.json', evidence), 'meanwhile');
  expect(sources).toHaveLength(JSON.parse(evidence.toString('utf8')).length);
});

test('other JSON is a table: a list, the one list in an object, and what is inside of its entries', () => {
  const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const rows = [
    { name: 'One', by: { login: 'ann' }, tags: ['a', 'b'] },
    { name: 'Two', done: true },
  ];
  const table = {
    columns: ['name', 'by.login', 'tags', 'done'],
    rows: [
      ['One', 'ann', 'a, b', ''],
      ['Two', '', '', 'true'],
    ],
  };
  expect(readFile('a.json', bytes(rows))).toEqual({ ok: true, value: { type: 'table', table } });
  expect(readFile('a.json', bytes({ total: 2, items: rows }))).toEqual({ ok: true, value: { type: 'table', table } });
  expect(readFile('a.json', bytes([1, 2]))).toEqual({ ok: false, error: { type: 'nothing' } });
  expect(readFile('a.csv', new TextEncoder().encode('title,text\n'))).toEqual({ ok: false, error: { type: 'nothing' } });
});

const list = JSON.stringify([{ number: 12, title: 'Keep it', body: 'Two devices wrote.', author: { login: 'meanwhile' } }]);
test.each([
  ['a byte order mark before the list', `\uFEFF${list}`, 'pull-requests'],
  ['a list of something else', '[{"name": "One", "score": 3}]', 'table'],
  ['plain text', 'Rain fell on 21 days.', 'text'],
  ['a list that is cut off', list.slice(0, 60), 'text'],
  ['a list of numbers', '[1, 2, 3]', 'text'],
])('of what is pasted, %s is read as %s', (_, pasted, type) => {
  expect(readPasted(pasted)?.type).toBe(type);
});

test('pasted text is named by its first line, and nothing is nothing', () => {
  expect(readPasted('## Notes of the meeting\n\nWe met.')).toMatchObject({ title: 'Notes of the meeting' });
  expect(readPasted('word '.repeat(40))).toMatchObject({ title: expect.stringMatching(/^word .{60,75}…$/) });
  expect(readPasted(' \n ')).toBeNull();
});

test('rows say their role, and dates in other writings are understood', () => {
  const table = {
    columns: ['title', 'text', 'role', 'date'],
    rows: [
      ['A', 'x', 'Goals', '2026/3/1'],
      ['B', 'x', 'peer', '31/12/2026'],
      ['C', 'x', '', '1/2/2026'],
      ['D', 'x', 'REVIEW', 'soon'],
      ['', '', '', ''],
    ],
  };
  const columns: Columns = guessColumns(table);
  expect(rowsAsSources(table, columns, { role: 'note', type: 'Own' })).toMatchObject({
    without: 1,
    undated: 1,
    sources: [
      { role: 'goal', date: '2026-03-01', type: 'Own' },
      { role: 'note', date: '2026-12-31' },
      { role: 'note', date: '2026-02-01' },
      { role: 'review', date: null },
    ],
  });
});
