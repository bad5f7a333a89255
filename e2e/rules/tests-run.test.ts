import { expect, test } from 'vitest';
import { placeOf, readSources, type SourceFile, withoutComments } from './source-files.ts';

/** A test that does not run proves nothing, and one that waits for a guess fails on a busy day. */
const excuses =
  /\b(?:it|test|describe|suite)(?:\.\w+)*\.(?:skip|skipIf|runIf|only|todo|fails|fixme|fail)\b|\bx(?:it|test|describe)\s*\(|\bwaitForTimeout\b|['"]networkidle['"]/g;

function excusesIn(file: SourceFile): readonly string[] {
  const code = { ...file, text: withoutComments(file.text) };
  return [...code.text.matchAll(excuses)].map((match) => `${placeOf(code, match.index)} ${match[0]}`);
}

test('no test is skipped, singled out, postponed or expected to fail, and none sleeps for a guess', () => {
  const files = readSources().filter(
    (file) => /\.(test|contract)\.tsx?$|^e2e\//.test(file.path) && !file.path.startsWith('e2e/rules/'),
  );
  expect(files.length).toBeGreaterThan(3);
  expect(files.flatMap(excusesIn)).toEqual([]);
});

test.each([
  "test.skip('a', () => {});",
  "it.only('a', () => {});",
  "test.concurrent.todo('a');",
  "describe.skipIf(slow)('a', () => {});",
  'test.fixme();',
  "xit('a', () => {});",
  'await page.waitForTimeout(500);',
])('a planted excuse is found: %s', (text) => {
  expect(excusesIn({ path: 'e2e/journeys/x.test.ts', text })).toHaveLength(1);
});
