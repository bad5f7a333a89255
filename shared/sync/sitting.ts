import { type RevisionId, revisionId } from '../kernel/brand.ts';
import { derivedId } from '../kernel/hash.ts';
import type { Revision } from '../records/records.ts';

/*
 * A person's turn of typing into a block. Its saves share one revision until a job is made from that; then the turn goes on in the one
 * after it, whose id follows from the first, so that every device arrives at the same (J10).
 */

/** What a person typed, as it is sent: the first revision of the turn, and the text as it stands. */
export type Typed = { readonly id: RevisionId; readonly basedOn: RevisionId | null; readonly text: string };

/** The revision that a turn writes into: its own, or, once that is sealed, the one after it. `known` is its row, if it has one. */
export async function sittingOf(
  rows: { readonly get: (table: 'revisions', id: string) => Promise<Revision | null> },
  edit: Typed,
): Promise<{ readonly id: RevisionId; readonly basedOn: RevisionId | null; readonly known: Revision | null }> {
  let [id, basedOn] = [edit.id, edit.basedOn];
  let known = await rows.get('revisions', id);
  while (known?.sealed && known.by.type === 'person') {
    const nextId = afterSealed(id);
    const next = await rows.get('revisions', nextId);
    if (next === null && known.text === edit.text) break;
    [id, basedOn, known] = [nextId, id, next];
  }
  return { id, basedOn, known };
}

/** True if a turn that began with `first` may have written `id`, here or, with other jobs made from it, on another device. */
export function isOfSitting(first: RevisionId, id: RevisionId): boolean {
  let at = first;
  for (let step = 0; step < maxSealed; step += 1) {
    if (at === id) return true;
    at = afterSealed(at);
  }
  return false;
}

/** More jobs than this are not made from one turn of typing. */
const maxSealed = 30;

const afterSealed = (id: RevisionId): RevisionId => revisionId(derivedId(id, 'sitting'));
