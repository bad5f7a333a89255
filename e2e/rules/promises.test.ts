import { expect, test } from 'vitest';
import { isTest, readDocument, readSources } from './source-files.ts';
import { citedIn, titlesOf } from './test-titles.ts';

/** The promises that what is built so far has to keep. A later part adds its own here. */
const owed = [
  ...['J1', 'J2', 'J3', 'J4', 'J5', 'J6', 'J7', 'J8', 'J9', 'J10', 'J11', 'J12'],
  ...['L1', 'L2', 'L3', 'L4', 'L5', 'L6', 'L7', 'L9'],
  ...['S1', 'S2', 'S3', 'S5'],
];

const promised = ['shared/engine/SPEC.md', 'shared/sync/SPEC.md'].flatMap((path) => idsIn(readDocument(path)));
const tests = readSources().filter((file) => isTest(file.path) && !file.path.startsWith('e2e/rules/'));
const cited = new Map(
  tests.flatMap((file) => titlesOf(file).flatMap((title) => citedIn(title).map((id) => [id, file.path] as const))),
);

/** The promises that a specification makes: its lines that begin `- J1 `. */
function idsIn(text: string): readonly string[] {
  return [...text.matchAll(/^\s*- \*{0,2}([JLSE]\d+)\b/gm)].map(([, id = '']) => id);
}

test('the specifications make every promise that is owed, each once', () => {
  expect(owed.filter((id) => !promised.includes(id))).toEqual([]);
  expect(promised.filter((id, index) => promised.indexOf(id) !== index)).toEqual([]);
});

test('every promise that is owed is proved by a test that cites it', () => {
  expect(tests.length).toBeGreaterThan(0);
  expect(owed.filter((id) => !cited.has(id))).toEqual([]);
});

test('every promise that a test cites exists', () => {
  expect([...cited].filter(([id]) => !promised.includes(id))).toEqual([]);
});

test('titles are read from plain tests, groups and tables, one promise or several', () => {
  const text = [
    "test('[J4] one', () => {});",
    "describe('[L1, L2] two', () => {});",
    "test.each([['a'], ['b']])('[S3] three %s', () => {});",
    "it('none', () => expect(list).toEqual(['[J9] not a title']));",
    'test(`[J5] [J6] four`, () => {});',
  ].join('\n');
  expect(titlesOf({ path: 'x.test.ts', text }).flatMap(citedIn).sort()).toEqual(['J4', 'J5', 'J6', 'L1', 'L2', 'S3']);
  expect(idsIn('- J1 *Intent first.*\n- **L2** Once.\nJ9 is not made here\n')).toEqual(['J1', 'L2']);
});
