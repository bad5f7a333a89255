import type { RevisionId } from '../../../shared/kernel/brand.ts';
import type { Block } from '../../../shared/records/records.ts';
import { isOfSitting } from '../../../shared/sync/sitting.ts';

/** What is being typed into a block here: the text that it began from, and the turns of typing since. */
export type Typing = { readonly start: RevisionId | null; readonly turns: readonly RevisionId[] };

/**
 * The text that came from elsewhere while one stands here, and that nobody has decided about; null if there is none. Without typing it
 * is the one aside; while somebody types, whatever they have neither seen nor written.
 */
export function textFromElsewhere({ current, aside }: Block, typing: Typing | null): RevisionId | null {
  if (typing === null) return aside;
  const isTheirs = (id: RevisionId) => id !== typing.start && !typing.turns.some((turn) => isOfSitting(turn, id));
  if (current !== null && isTheirs(current)) return current;
  return aside !== null && isTheirs(aside) ? aside : null;
}
