/** What happens to a job, and when. The words stand in the table as they are here. */
export const rowNames = [
  'go to another page',
  'reload the only tab',
  'close the tab',
  'close all tabs',
  'close all tabs, wait for me',
  'freeze the tab',
  'kill the engine',
  'hang the engine',
  'SIGKILL the browser',
  'offline 5 s',
  'offline 60 s',
  'server SIGTERM, start',
  'server SIGTERM, the call outlasts it',
  'server kill -9, start',
  'server SIGSTOP, SIGCONT',
  'deploy of a new build',
  'device clock +1 h',
  'device clock −1 h',
  'duplicate the tab',
  'second profile',
] as const;
export type RowName = (typeof rowNames)[number];

export const columnNames = [
  'queued',
  'before the first text',
  'mid-text',
  'between steps',
  'result reported',
  'result committed',
  'server commits',
  'server has committed',
  'just after completion',
] as const;
export type ColumnName = (typeof columnNames)[number];

export const kinds = ['block.generate', 'document.generate'] as const;
type Kind = (typeof kinds)[number];

/** One fault at one moment of one kind of job. */
export type Cell = { readonly row: RowName; readonly column: ColumnName; readonly kind: Kind };

/** Rows that take minutes; played only when asked for. */
export const longRows: readonly RowName[] = ['offline 60 s'];

export const nameOf = ({ row, column, kind }: Cell): string => `${row} · ${column} · ${kind}`;

export const allCells: readonly Cell[] = rowNames.flatMap((row) =>
  columnNames.flatMap((column) => kinds.map((kind) => ({ row, column, kind }))),
);
