import { type Millis, millis } from '../../shared/kernel/time.ts';
import { costOf, isFree } from '../../shared/recipes/prices.ts';
import { noUsage } from '../../shared/recipes/usage.ts';
import type { AccountRows } from '../store/store.ts';

/** The month of a moment, by UTC, as spending is kept: `2026-11`. */
export const monthOf = (at: Millis): string => new Date(at).toISOString().slice(0, 7);

/**
 * When a model may be called again by a person who has spent what they allow themselves: at the start of the next month. Null while
 * there is no `cap` (in dollars), or something is left of it. What is open is not counted before it has ended. A model that costs
 * nothing, or whose price nobody knows, is never held: it adds nothing to the sum.
 */
export async function heldByCap(
  rows: Pick<AccountRows, 'spending'>,
  cap: number | null,
  model: string,
  now: Millis,
): Promise<Millis | null> {
  if (cap === null || isFree(model) || costOf(model, noUsage, now) === null) return null;
  const { micros } = await rows.spending(monthOf(now));
  return micros < cap * 1_000_000 ? null : startOfNextMonth(now);
}

function startOfNextMonth(now: Millis): Millis {
  const date = new Date(now);
  return millis(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1));
}
