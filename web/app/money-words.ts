import { isFree } from '../../shared/recipes/prices.ts';
import type { Usage } from '../../shared/recipes/usage.ts';

/*
 * Tokens and money as a person reads them. Sums of money are in millionths of a dollar; a price that nobody knows is null and is never
 * shown as nothing.
 */

const micros = 1_000_000;
/** Made once: a list's rows would make theirs anew for each row. */
const centsFormat = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** `$0.02`, `$3.20`, `$1,204.00`; what is less than a cent is `under $0.01`, and nothing is `$0`. */
export function moneyInWords(sum: number): string {
  if (sum === 0) return '$0';
  if (sum < micros / 100) return 'under $0.01';
  return `$${centsFormat.format(sum / micros)}`;
}

/** An amount that a person named: `$20`, `$20.50`. */
export const dollarsInWords = (dollars: number): string =>
  `$${Number.isInteger(dollars) ? dollars.toLocaleString('en') : centsFormat.format(dollars)}`;

/** What something cost that a model did: `$0.02`, `free`, `price unknown`. */
export function priceInWords(sum: number | null, model: string): string {
  if (isFree(model)) return 'free';
  return sum === null ? 'price unknown' : moneyInWords(sum);
}

/** `1,150 tokens in, 54 out`, and how many of those in came from the provider's cache: `1,150 tokens in (800 cached), 54 out`. */
export function usageInWords({ input, output, cacheRead, cacheWrite }: Usage): string {
  const all = input + cacheRead + cacheWrite;
  const cached = cacheRead === 0 ? '' : ` (${cacheRead.toLocaleString('en')} cached)`;
  return `${all.toLocaleString('en')} ${all === 1 ? 'token' : 'tokens'} in${cached}, ${output.toLocaleString('en')} out`;
}

/** A guess, to two digits: `about 1,200 tokens`, `about 1.3 million tokens`. */
export function aboutTokensInWords(tokens: number): string {
  const rounded = Number(tokens.toPrecision(2));
  const size = rounded >= 1_000_000 ? `${rounded / 1_000_000} million` : rounded.toLocaleString('en');
  return `about ${size} tokens`;
}

/** `2026-11` as `November`. */
export const monthInWords = (month: string): string =>
  new Date(`${month}-01T00:00:00Z`).toLocaleDateString('en-GB', { month: 'long', timeZone: 'UTC' });

/** Why nothing begins until `until`, the first moment of a month (ms since 1970), and the way out. `cap` in dollars, null while it is not known. */
export function capReachedInWords(until: number, cap: number | null): string {
  const inUtc = { timeZone: 'UTC' } as const;
  const month = new Date(until - 1).toLocaleDateString('en-GB', { month: 'long', ...inUtc });
  const day = new Date(until).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', ...inUtc });
  const what = cap === null ? `Your cap for ${month}` : `Your cap of ${dollarsInWords(cap)} for ${month}`;
  return `${what} is reached: raise it in Settings, or it goes on on ${day}.`;
}
