import Papa from 'papaparse';
import { err, ok, type Result } from '../../../../shared/kernel/result.ts';
import type { FileFault } from './file-fault.ts';

/** Rows whose columns have to be told what they are. Every row has a cell a column. */
export type Table = { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** Reads CSV, or what is divided by semicolons, tabs or bars; its first row names the columns. */
export function readCsv(text: string): Result<Table, FileFault> {
  const { data, errors } = Papa.parse<string[]>(text, { skipEmptyLines: 'greedy' });
  const quotes = errors.find(({ type }) => type === 'Quotes');
  if (quotes !== undefined) return err({ type: 'quotes', line: lineAt(text, quotes.index ?? 0) });
  const [header = [], ...rows] = data;
  if (rows.length === 0) return err({ type: 'nothing' });
  const width = Math.max(header.length, ...widths(rows));
  const columns = named(Array.from({ length: width }, (_, at) => header[at]?.trim() ?? ''));
  return ok({ columns, rows: rows.map((row) => Array.from({ length: width }, (_, at) => row[at] ?? '')) });
}

/** The distinct widths, few even of many rows. */
const widths = (rows: readonly (readonly string[])[]): ReadonlySet<number> => new Set(rows.map((row) => row.length));

/** The line, counted from 1, that a place in a text is on. */
export const lineAt = (text: string, at: number): number => text.slice(0, at).split(/\r\n|\n|\r/).length;

/** Every column gets a name of its own. */
function named(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name, at) => {
    const own = name === '' ? `Column ${at + 1}` : name;
    const times = (seen.get(own) ?? 0) + 1;
    seen.set(own, times);
    return times === 1 ? own : `${own} (${times})`;
  });
}

/** Entries of JSON as rows: a column for every name that occurs, and for the names inside of an entry's objects. */
export function tableOf(entries: readonly Readonly<Record<string, unknown>>[]): Table {
  const flat = entries.map((entry) => new Map(cellsOf(entry)));
  const columns = [...new Set(flat.flatMap((entry) => [...entry.keys()]))];
  return { columns, rows: flat.map((entry) => columns.map((column) => entry.get(column) ?? '')) };
}

const cellsOf = (entry: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] =>
  Object.entries(entry).flatMap(([name, value]): readonly (readonly [string, string])[] =>
    isObject(value) ? Object.entries(value).map(([inner, cell]) => [`${name}.${inner}`, cellOf(cell)]) : [[name, cellOf(value)]],
  );

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(cellOf).filter(Boolean).join(', ');
  return isObject(value) ? JSON.stringify(value) : String(value);
}

/** An object of JSON that is no list. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
