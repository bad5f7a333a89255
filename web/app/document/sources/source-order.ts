import type { Source } from '../../../../shared/records/records.ts';
import { roleWords } from './source-words.ts';

/** What sources can be put in order by. */
export const sortColumns = ['title', 'type', 'author', 'date', 'size'] as const;
export type SortColumn = (typeof sortColumns)[number];

/** `isDown`: from the last, the newest or the longest to the first. */
export type SortOrder = { readonly column: SortColumn; readonly isDown: boolean };

/** The order that a press on a column's head asks for: what counts comes with the most first, and the same press again turns it round. */
export function orderAfter(order: SortOrder | null, column: SortColumn): SortOrder {
  if (order?.column === column) return { column, isDown: !order.isDown };
  return { column, isDown: column === 'date' || column === 'size' };
}

/** Sources in this order; those that do not say what it goes by stand last, and equal ones as they were. Null: as they came. */
export function inOrder(sources: readonly Source[], order: SortOrder | null): readonly Source[] {
  if (order === null) return sources;
  const { column, isDown } = order;
  return sources.toSorted((a, b) => {
    if (column === 'size') return (a.text.length - b.text.length) * (isDown ? -1 : 1);
    const [first, second] = [wordOf(a, column), wordOf(b, column)];
    if (first === '' || second === '') return Number(first === '') - Number(second === '');
    return words.compare(first, second) * (isDown ? -1 : 1);
  });
}

/** `#9` comes before `#10`, and capitals do not count. */
const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

const wordOf = (source: Source, column: Exclude<SortColumn, 'size'>): string =>
  column === 'type' ? typeInWords(source) : (source[column] ?? '');

/** What a source is called in a table: its type, or at least its role. */
export const typeInWords = ({ type, role }: Pick<Source, 'type' | 'role'>): string => type || roleWords[role];
