/** Rows of one statement at most: SQLite takes 32,766 values. */
const rowsPerStatement = 500;

/** Splits rows into parts that one statement takes each. */
export function inParts<Row>(rows: readonly Row[]): readonly (readonly Row[])[] {
  const parts: Row[][] = [];
  for (let from = 0; from < rows.length; from += rowsPerStatement) parts.push(rows.slice(from, from + rowsPerStatement));
  return parts;
}
