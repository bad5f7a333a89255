import { absenceOf, type Reason, reasons } from './absent.ts';
import { allCells, type Cell, columnNames, kinds, nameOf, rowNames } from './cell.ts';
import type { Outcome } from './run-cell.ts';

/** What is known of each cell that was played, by its name. */
export type Played = ReadonlyMap<string, Outcome>;

/**
 * The matrix as a table in Markdown: in each cell one sign for each kind. A cell that cannot exist has a dash and its reason's letter;
 * one that was not played, a dot.
 */
export function tableOf(played: Played): string {
  const head = `| | ${columnNames.join(' | ')} |`;
  const line = `|---|${columnNames.map(() => '---').join('|')}|`;
  const body = rowNames.map(
    (row) =>
      `| ${row} | ${columnNames.map((column) => kinds.map((kind) => signOf({ row, column, kind }, played)).join(' ')).join(' | ')} |`,
  );
  const notes = reasonNames.map((reason, at) => `—${letterOf(at)} ${reasons[reason]}`);
  return [head, line, ...body, '', `In each cell: ${kinds.join(', then ')}. ${notes.join('; ')}.`].join('\n');
}

/** One line that adds the cells up. */
export function sumOf(played: Played): string {
  const outcomes = [...played.values()];
  const count = (type: Outcome['type']) => outcomes.filter((outcome) => outcome.type === type).length;
  const absent = allCells.filter((cell) => absenceOf(cell) !== null).length;
  const left = allCells.length - absent - outcomes.length;
  const verdicts = `${count('passed')} cells passed, ${count('failed')} failed, ${count('not exercised')} were not exercised`;
  return `${verdicts}, ${left} were not played yet; ${absent} cannot exist.`;
}

const reasonNames = Object.keys(reasons).filter((name): name is Reason => name in reasons);
const letterOf = (at: number): string => 'ᵃᵇᶜᵈᵉ'.charAt(at);

function signOf(cell: Cell, played: Played): string {
  const absence = absenceOf(cell);
  if (absence !== null) return `—${letterOf(reasonNames.indexOf(absence))}`;
  switch (played.get(nameOf(cell))?.type) {
    case 'passed':
      return '✓';
    case 'failed':
      return '✗';
    case 'not exercised':
      return '?';
    case undefined:
      return '·';
  }
}
