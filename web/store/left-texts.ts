import type { BlockId, RevisionId } from '../../shared/kernel/brand.ts';
import type { Revision } from '../../shared/records/records.ts';
import type { Database } from './database.ts';

/*
 * What this tab has itself done to blocks' texts, and may not show yet. A live query answers some moments after a change is durable; who
 * went on from what it said before that would type over words of their own, as if somebody else had written them (S4).
 */

/** The text that stands in a block; an empty one without an id while nothing was ever written. */
export type LeftText = { readonly current: RevisionId | null; readonly text: string };

/** Null while an act is under way. Blocks for which nothing is waited for are not in it. */
type Lefts = Map<BlockId, LeftText | null>;

const known = new WeakMap<Database, Lefts>();

function leftsOf(database: Database): Lefts {
  const own = known.get(database) ?? new Map();
  known.set(database, own);
  return own;
}

/**
 * This tab begins to change the block's text: whatever is shown may be older than what will stand. What it gives takes that back, for an
 * act that was refused.
 */
export function beginLeaving(database: Database, block: BlockId): () => void {
  const lefts = leftsOf(database);
  const before = lefts.get(block);
  lefts.set(block, null);
  return () => {
    if (before === undefined) lefts.delete(block);
    else lefts.set(block, before);
  };
}

/** Reads what stands in the block; from now on that is waited for. Inside a transaction it is what this will have left. */
export async function noteLeft(database: Database, block: BlockId): Promise<void> {
  const lefts = leftsOf(database);
  for (;;) {
    const before = lefts.get(block);
    const standing = await standingIn(database, block);
    // Else an act has begun or ended meanwhile, and what was read may be from before it.
    if (lefts.get(block) === before) {
      lefts.set(block, standing);
      return;
    }
  }
}

async function standingIn({ records }: Database, block: BlockId): Promise<LeftText> {
  const current = (await records.blocks.get(block))?.current ?? null;
  const text = current === null ? '' : ((await records.revisions.get(current))?.text ?? '');
  return { current, text };
}

/** True if `shown`, the block's text on the page, is not older than what this tab has done to it. */
export function isLeftShown(database: Database, block: BlockId, shown: Revision | null): boolean {
  const left = leftsOf(database).get(block);
  if (left === undefined) return true;
  return left !== null && left.current === (shown?.id ?? null) && left.text === (shown?.text ?? '');
}

/** Once what this tab left in the block is shown, nothing is waited for: from then on the page follows the rows alone. */
export function forgetIfShown(database: Database, block: BlockId, shown: Revision | null): void {
  if (isLeftShown(database, block, shown)) leftsOf(database).delete(block);
}
