import type { AccountId } from '../../shared/kernel/brand.ts';
import type { Store } from '../store/store.ts';

/** Why nothing was moved. */
export type NotMoved =
  /** Jobs of it are at work: so many. */
  { readonly type: 'at_work'; readonly jobs: number };

/**
 * Gives all that a browser has written under its own account to the one that a link leads to, in one transaction; null once it is
 * theirs, also when it was before. Who asks must be signed in to the first and hold a link to the second: that is for the caller to see.
 */
export const moveAll = (store: Store, from: AccountId, to: AccountId): Promise<NotMoved | null> =>
  store.transaction(async (tx) => {
    const jobs = (await tx.of(from).activeJobs()).length;
    if (jobs > 0) return { type: 'at_work', jobs };
    if (from !== to) await tx.move(from, to);
    return null;
  });
