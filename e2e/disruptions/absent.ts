import type { Cell, ColumnName, RowName } from './cell.ts';

/** Why a cell cannot exist; each reason is true of all cells that have it, and of no other. */
export const reasons = {
  oneStep: 'a job of one step has nothing between its steps',
  noCall: 'no call is open that could outlast anything',
  noTab: 'the server drives only when no tab is open: nothing of the browser is there to be harmed',
} as const;
export type Reason = keyof typeof reasons;

/** Moments at which the server's own driver writes the result, because every tab is closed. */
const serverColumns: readonly ColumnName[] = ['server commits', 'server has committed'];

/** Moments at which a call is open, and nobody holds what it is waited for. */
const openCallColumns: readonly ColumnName[] = ['before the first text', 'mid-text'];

/** What can happen to a server that no browser looks at. */
const serverRows: readonly RowName[] = ['server SIGTERM, start', 'server kill -9, start', 'server SIGSTOP, SIGCONT'];

/** Why this cell cannot exist; null if it can, and has to be run. */
export function absenceOf({ row, column, kind }: Cell): Reason | null {
  if (column === 'between steps' && kind === 'block.generate') return 'oneStep';
  if (row === 'server SIGTERM, the call outlasts it' && !openCallColumns.includes(column)) return 'noCall';
  if (serverColumns.includes(column) && !serverRows.includes(row)) return 'noTab';
  return null;
}

/** Whether the server's own driver writes the result at this moment. */
export const isServerColumn = (column: ColumnName): boolean => serverColumns.includes(column);
