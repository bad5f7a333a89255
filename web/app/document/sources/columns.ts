import { type SourceRole, sourceRoles } from '../../../../shared/recipes/sources.ts';
import type { NewSource } from '../../../ports.ts';
import type { Table } from './table.ts';

/** What a column can be. */
export const columnFields = ['title', 'text', 'role', 'type', 'date', 'author', 'url'] as const;
export type ColumnField = (typeof columnFields)[number];

/** Which column, by name, is what; empty for none. */
export type Columns = Readonly<Record<ColumnField, string>>;

/** What holds for rows that do not say it themselves. */
export type RowDefaults = { readonly role: SourceRole; readonly type: string };

/** What became of the rows: `without` had neither title nor text, `undated` had a date that cannot be read. */
export type Rows = { readonly sources: readonly NewSource[]; readonly without: number; readonly undated: number };

const telling: Readonly<Record<ColumnField, RegExp>> = {
  title: /^(title|titel|name|subject|betreff|summary|headline|heading|topic)$/i,
  text: /^(text|body|description|beschreibung|content|inhalt|comments?|message|notes?|details|review|feedback|answer)$/i,
  role: /^(role|rolle)$/i,
  type: /^(type|typ|kind|category|kategorie|label)$/i,
  date: /^(date|datum|day|when|time|timestamp|(merged|created|closed|updated|submitted)[ _-]?(at|on)?)$/i,
  author: /^(author|author\.login|autor|user|login|by|from|reviewer|writer|person|owner)$/i,
  url: /^(url|link|href|html_url|permalink|web_?url)$/i,
};

/** Guesses by the names; the text, if no name tells, is the column with the longest cells. */
export function guessColumns({ columns, rows }: Table): Columns {
  const taken = new Set<string>();
  const take = (field: ColumnField): string => {
    const name = columns.find((column) => telling[field].test(column.trim()) && !taken.has(column)) ?? '';
    taken.add(name);
    return name;
  };
  const guessed = Object.fromEntries(columnFields.map((field) => [field, take(field)])) as Columns;
  if (guessed.text !== '') return guessed;
  const some = rows.slice(0, 50);
  const lengthOf = (column: string) => some.reduce((sum, row) => sum + (row[columns.indexOf(column)]?.length ?? 0), 0);
  const free = columns.filter((column) => !taken.has(column));
  return { ...guessed, text: free.toSorted((a, b) => lengthOf(b) - lengthOf(a))[0] ?? '' };
}

/** Names a set of columns, in whatever order they come: a mapping is remembered under it. */
export const columnsKey = (columns: readonly string[]): string =>
  columns
    .map((column) => column.trim().toLowerCase())
    .toSorted()
    .join('\n');

/** One source a row. */
export function rowsAsSources(table: Table, columns: Columns, defaults: RowDefaults): Rows {
  const at = (field: ColumnField) => table.columns.indexOf(columns[field]);
  const places = Object.fromEntries(columnFields.map((field) => [field, at(field)])) as Record<ColumnField, number>;
  const isDayFirst = table.rows.some((row) => Number(/^(\d{1,2})\//.exec(row[places.date] ?? '')?.[1] ?? 0) > 12);
  const sources: NewSource[] = [];
  let [without, undated] = [0, 0];
  for (const row of table.rows) {
    const cell = (field: ColumnField) => row[places[field]]?.trim() ?? '';
    const [title, text] = [cell('title').slice(0, 500), cell('text')];
    if (title === '' && text === '') {
      without += 1;
      continue;
    }
    const date = dateOf(cell('date'), isDayFirst);
    if (date === null && cell('date') !== '') undated += 1;
    sources.push({
      title,
      text: text || title,
      role: roleOf(cell('role')) ?? defaults.role,
      type: (cell('type') || defaults.type).slice(0, 80),
      date,
      author: cell('author').slice(0, 200),
      url: cell('url').slice(0, 2_000),
    });
  }
  return { sources, without, undated };
}

/** `Goal`, `goals`, `REVIEW`. */
function roleOf(text: string): SourceRole | null {
  const plain = text.toLowerCase();
  return sourceRoles.find((role) => plain === role || plain === `${role}s`) ?? null;
}

/** As ISO 8601: what is that already, 31.12.2026, 2026/12/31, and 12/31/2026 or 31/12/2026 by what the other rows allow. */
function dateOf(text: string, isDayFirst: boolean): string | null {
  const iso = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/.exec(text);
  if (iso !== null) return valid(text.replace(' UTC', 'Z').replace(' ', 'T').slice(0, 40));
  const [, year, yearMonth, yearDay] = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/.exec(text) ?? [];
  if (year !== undefined) return dayOf(year, yearMonth, yearDay);
  const [, first, sign, second, last] = /^(\d{1,2})([./])(\d{1,2})[./](\d{4})\b/.exec(text) ?? [];
  if (last === undefined) return null;
  return sign === '.' || isDayFirst ? dayOf(last, second, first) : dayOf(last, first, second);
}

const dayOf = (year: string, month = '', day = ''): string | null =>
  valid(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);

const valid = (iso: string): string | null => (Number.isNaN(Date.parse(iso)) ? null : iso);
