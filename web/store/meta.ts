import { Dexie, type Table } from 'dexie';
import { type AccountId, accountId, type JobId } from '../../shared/kernel/brand.ts';
import { type Millis, millis } from '../../shared/kernel/time.ts';
import { reopening } from './reopen.ts';

/*
 * What this browser keeps beside any account's copy: whose copy it is, how many workers were started, which ends were told. Small, so
 * that the service worker can open it too.
 */

/** The end of a job as alerts know it: a failed job that is retried ends again, in another round. */
export type EndKey = `${JobId}/${number}`;

export type Meta = {
  /** The account whose copy this browser shows; null before the first session. */
  readonly account: () => Promise<AccountId | null>;
  readonly setAccount: (account: AccountId) => Promise<void>;
  /**
   * A secret for the very first session: drawn once, so that two tabs, or a repeat after a lost answer, ask for one account, not two.
   * A browser that was killed before it had written its cookie to disk gets its account back by it, within the hour.
   */
  readonly startKey: (fresh: string) => Promise<string>;
  /** Counts one more worker that is started for this account; each gets a name of its own by it. */
  readonly nextWorker: (account: AccountId) => Promise<number>;
  /** Since when ends are told on this device: its first visit. `fresh` is noted if this is that. */
  readonly toldSince: (account: AccountId, fresh: Millis) => Promise<Millis>;
  /** Notes that a job's end is being told; false if that was noted before (J11). */
  readonly tellOnce: (end: EndKey, at: Millis) => Promise<boolean>;
};

type Entry = { readonly key: string; readonly value: unknown };
type Told = { readonly end: string; readonly at: number };

/** What was told longer ago than this is forgotten; ends that old are never told anew. */
const forgetToldMs = 30 * 86_400_000;

export function createMeta(): Meta {
  const database = new Dexie('meanwhile', { chromeTransactionDurability: 'strict', cache: 'disabled' });
  database.version(1).stores({ entries: 'key', told: 'end, at' });
  const entries: Table<Entry, string> = database.table('entries');
  const told: Table<Told, string> = database.table('told');
  const write = <T>(run: () => Promise<T>) => reopening(database, () => database.transaction('rw', entries, told, run));
  const read = async (key: string): Promise<unknown> => (await reopening(database, () => entries.get(key)))?.value;
  return {
    account: async () => {
      const known = await read('account');
      return typeof known === 'string' ? accountId(known) : null;
    },
    setAccount: (account) =>
      write(async () => {
        await entries.put({ key: 'account', value: account });
      }),
    startKey: (fresh) =>
      write(async () => {
        const known = (await entries.get('startKey'))?.value;
        if (typeof known === 'string') return known;
        await entries.put({ key: 'startKey', value: fresh });
        return fresh;
      }),
    nextWorker: (account) =>
      write(async () => {
        const next = numberOf((await entries.get(`worker ${account}`))?.value) + 1;
        await entries.put({ key: `worker ${account}`, value: next });
        return next;
      }),
    toldSince: (account, fresh) =>
      write(async () => {
        const known = (await entries.get(`toldSince ${account}`))?.value;
        if (typeof known === 'number') return millis(known);
        await entries.put({ key: `toldSince ${account}`, value: fresh });
        return fresh;
      }),
    tellOnce: (end, at) =>
      write(async () => {
        if ((await told.get(end)) !== undefined) return false;
        await told.put({ end, at });
        await told
          .where('at')
          .below(at - forgetToldMs)
          .delete();
        return true;
      }),
  };
}

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);
