import { expect, test } from 'vitest';
import { isTest, readSources } from './source-files.ts';

const maxLines = 300;

/** Files that are longer for a reason, with the reason. */
const longer: Readonly<Record<string, string>> = {};

const linesOf = (text: string): number => text.trimEnd().split('\n').length;
const shipped = readSources().filter((file) => !isTest(file.path));

test('a source file can be read in one sitting', () => {
  expect(shipped.length).toBeGreaterThan(10);
  const tooLong = shipped.filter((file) => linesOf(file.text) > maxLines && !(file.path in longer));
  expect(tooLong.map((file) => `${file.path}: ${linesOf(file.text)} lines`)).toEqual([]);
});

test('a file that is excused is there and still needs it', () => {
  const long = shipped.filter((file) => linesOf(file.text) > maxLines).map((file) => file.path);
  expect(Object.keys(longer).filter((path) => !long.includes(path))).toEqual([]);
});

test('no drawer for things without a name: a file says what it holds', () => {
  const drawers = shipped.filter((file) =>
    /(^|\/)(utils?|helpers?|types|common|misc|index|manager)(\/|\.tsx?$|\.mjs$)/.test(file.path),
  );
  expect(drawers.map((file) => file.path)).toEqual([]);
});
