/** What one transaction has written, statement by statement. */
export type Written = { readonly tables: Set<string>; last: string | null };

/**
 * A database that many use at once shows a commit's rows when the transactions that took their places before it are done: only who
 * takes the counter last of all can be sure that no smaller place is still to come (S1). This one is used by one at a time, so it plays
 * that part: rows that were written after their counter are kept from readers for a while after the commit.
 */
export type HeldRows = {
  /** Looks at what a transaction wrote; true if its rows must be held. */
  readonly mustHold: (written: Written) => boolean;
  readonly hold: (places: readonly number[]) => void;
  /** Some are held, or were. */
  readonly any: () => boolean;
  /** What a reader past a place sees. */
  readonly seen: <Row>(sql: string, rows: Row[]) => Row[];
  readonly forget: (elapsed: () => number) => void;
};

const holdMs = 400;
const placed = new Set(['jobs', 'records']);

/** Nothing is held. */
export function createHeldRows(): HeldRows {
  const held = new Map<number, number>();
  let elapsed = (): number => 0;
  const isHeld = (row: unknown): boolean =>
    typeof row === 'object' && row !== null && 'seq' in row && (held.get(Number(row.seq)) ?? 0) > elapsed();
  return {
    mustHold: ({ tables, last }) => tables.has('seqs') && last !== null && placed.has(last),
    hold: (places) => {
      for (const place of places) held.set(place, elapsed() + holdMs);
    },
    any: () => held.size > 0,
    seen: (sql, rows) => (sql.includes('"seq" >') ? rows.filter((row) => !isHeld(row)) : rows),
    forget: (now) => {
      held.clear();
      elapsed = now;
    },
  };
}
