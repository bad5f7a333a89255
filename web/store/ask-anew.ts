import { Dexie, RangeSet } from 'dexie';

/**
 * Has every live query in this browser ask anew, in all tabs and workers. Whoever writes tells the others what, once it is durable; a
 * worker or a tab that is killed between the two leaves pages that show what was before, until something else changes the same rows.
 */
export const askAllAnew = (): void => Dexie.on.storagemutated.fire({ all: new RangeSet(-Infinity, [[]]) });
