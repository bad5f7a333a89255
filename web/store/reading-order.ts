import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';
import type { BlockId } from '../../shared/kernel/brand.ts';
import type { Block } from '../../shared/records/records.ts';

/** A document's blocks from top to bottom. */
export const inReadingOrder = (blocks: readonly Block[]): readonly Block[] =>
  blocks.toSorted((a, b) => (a.order === b.order ? byText(a.id, b.id) : byText(a.order, b.order)));

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export type NewOrder = { readonly id: BlockId; readonly order: string };

/**
 * The orders to give so that `id` (known or new) stands at place `at` among the others. One is enough, unless two devices have given
 * neighbours the same order: then all get new ones.
 */
export function placeAt(blocks: readonly Block[], id: BlockId, at: number): readonly NewOrder[] {
  const others = inReadingOrder(blocks).filter((block) => block.id !== id);
  const above = others[at - 1]?.order ?? null;
  const below = others[at]?.order ?? null;
  if (above === null || below === null || above < below) return [{ id, order: generateKeyBetween(above, below) }];
  const ids = others.map((block) => block.id).toSpliced(at, 0, id);
  const orders = generateNKeysBetween(null, null, ids.length);
  return ids.flatMap((each, index) => {
    const order = orders[index];
    return order === undefined ? [] : [{ id: each, order }];
  });
}
