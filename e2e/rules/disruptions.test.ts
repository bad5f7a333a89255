import { expect, test } from 'vitest';
import { absenceOf, reasons } from '../disruptions/absent.ts';
import { allCells, columnNames, kinds, longRows, nameOf, rowNames } from '../disruptions/cell.ts';

test('the matrix of disruptions has every row at every moment for every kind, each once', () => {
  expect(new Set(allCells.map(nameOf)).size).toBe(rowNames.length * columnNames.length * kinds.length);
});

test('a cell is left out only for a reason that is known, and every reason is needed', () => {
  const used = new Set(allCells.map(absenceOf).filter((reason) => reason !== null));
  expect([...used].toSorted()).toEqual(Object.keys(reasons).toSorted());
});

test('no row, no moment and no kind is left out as a whole', () => {
  const played = allCells.filter((cell) => absenceOf(cell) === null);
  for (const row of rowNames) expect(played.some((cell) => cell.row === row)).toBe(true);
  for (const column of columnNames) expect(played.some((cell) => cell.column === column)).toBe(true);
  for (const kind of kinds) expect(played.some((cell) => cell.kind === kind)).toBe(true);
  expect(longRows.every((row) => rowNames.includes(row))).toBe(true);
});
