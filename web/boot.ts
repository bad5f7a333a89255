import type { AccountId } from '../shared/kernel/brand.ts';
import type { NewId } from '../shared/kernel/random.ts';
import type { Obstacle } from './app/doorway.tsx';
import type { Sessions } from './remote/session.ts';
import type { Meta } from './store/meta.ts';
import { storageHealthAfter } from './store/storage-health.ts';

export type BootDeps = {
  readonly meta: Meta;
  readonly sessions: Sessions;
  readonly newId: NewId;
  /** How many documents this browser has of an account. */
  readonly documentsOf: (account: AccountId) => Promise<number>;
};

export type Boot =
  | { readonly type: 'open'; readonly account: AccountId }
  | { readonly type: 'blocked'; readonly obstacle: Obstacle }
  /** The link leads to another account than the one whose documents are here: a person must say what becomes of them. */
  | { readonly type: 'asks'; readonly link: string; readonly own: AccountId; readonly documents: number };

/**
 * Finds out whose copy this browser shows. Only the first visit, and a link, need the server; a `link` is the secret of a one-time link
 * that was opened.
 */
export async function boot(deps: BootDeps, link: string | null): Promise<Boot> {
  const { meta, sessions } = deps;
  try {
    const known = await meta.account();
    if (link === null && known !== null) return { type: 'open', account: known };
    const asks = link === null || known === null ? null : await questionOf(deps, link, known);
    if (asks !== null) return asks;
    const answer =
      link === null
        ? await sessions.start({ known: null, key: await meta.startKey(deps.newId() + deps.newId()) })
        : await sessions.redeem(link);
    switch (answer.type) {
      case 'signed_in':
        await meta.setAccount(answer.account);
        return { type: 'open', account: answer.account };
      case 'link_refused':
        return { type: 'blocked', obstacle: { type: 'link_refused' } };
      case 'signed_out':
      case 'unreachable':
        return { type: 'blocked', obstacle: { type: 'unreachable' } };
    }
  } catch (error) {
    const obstacle = obstacleAfter(error);
    if (obstacle === null) throw error;
    return { type: 'blocked', obstacle };
  }
}

/** What an error of the database tells a person who opens the app; null if it is none of the database's. */
export function obstacleAfter(error: unknown): Obstacle | null {
  const health = storageHealthAfter(error);
  if (health === null) return null;
  return health.type === 'full' ? { type: 'storage_full' } : { type: 'storage_failed', detail: health.detail };
}

/** Null if the link may simply be used: it leads to the very account, or nothing is here that could be left behind. */
async function questionOf({ sessions, documentsOf }: BootDeps, link: string, own: AccountId): Promise<Boot | null> {
  const led = await sessions.lookAt(link);
  // Used unseen, it could leave documents behind without asking.
  if (led.type === 'unreachable') return { type: 'blocked', obstacle: { type: 'unreachable' } };
  if (led.type === 'link_refused' || led.account === own) return null;
  const documents = await documentsOf(own);
  return documents === 0 ? null : { type: 'asks', link, own, documents };
}
