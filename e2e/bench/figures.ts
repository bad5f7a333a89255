/** Numbers of repeated runs, and what is said of them. */

/** The value below which a share (0 to 1) of the values lies; NaN of none. A run that gave no number does not count. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.filter(Number.isFinite).toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Three digits that count, without an exponent. */
export function inDigits(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return Number(value.toFixed(digits)).toLocaleString('en-US', { maximumFractionDigits: digits });
}

/** The median, and the lowest and the highest where several runs gave a number. */
export function inWords(values: readonly number[]): string {
  const middle = inDigits(median(values));
  const known = values.filter(Number.isFinite);
  if (known.length < 2) return middle;
  return `${middle} (${inDigits(Math.min(...known))}–${inDigits(Math.max(...known))})`;
}
