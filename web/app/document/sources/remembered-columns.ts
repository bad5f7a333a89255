import { recalled, remember } from '../../remembered.ts';
import { type Columns, columnFields, columnsKey, guessColumns } from './columns.ts';
import type { Table } from './table.ts';

const rememberedAs = 'meanwhile-columns';
const maxRemembered = 50;

/** What these columns were the last time that a table had them on this device; else what their names say. */
export function columnsFor(table: Table): Columns {
  const known = remembered().find(([key]) => key === columnsKey(table.columns))?.[1];
  const fits = known !== undefined && columnFields.every((field) => known[field] === '' || table.columns.includes(known[field]));
  return fits ? known : guessColumns(table);
}

/** Remembers a person's choice for tables with the same columns. */
export function rememberColumns(table: Table, columns: Columns): void {
  const key = columnsKey(table.columns);
  const others = remembered().filter(([other]) => other !== key);
  remember(rememberedAs, JSON.stringify([[key, columns], ...others].slice(0, maxRemembered)));
}

type Remembered = readonly [key: string, columns: Columns];

function remembered(): readonly Remembered[] {
  try {
    const value: unknown = JSON.parse(recalled(rememberedAs) ?? '[]');
    return Array.isArray(value) ? value.filter(isRemembered) : [];
  } catch {
    return [];
  }
}

const isRemembered = (entry: unknown): entry is Remembered =>
  Array.isArray(entry) &&
  typeof entry[0] === 'string' &&
  typeof entry[1] === 'object' &&
  entry[1] !== null &&
  columnFields.every((field) => typeof entry[1][field] === 'string');
