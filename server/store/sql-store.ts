import type { Kysely, Transaction } from 'kysely';
import { type AccountId, type JobId, storeId } from '../../shared/kernel/brand.ts';
import type { NewId } from '../../shared/kernel/random.ts';
import type { Clock } from '../../shared/kernel/time.ts';
import { type BufferedRows, createAccountRows } from './account-rows.ts';
import { createApiRows } from './api-store.ts';
import { createCalls } from './calls.ts';
import { createEndedJobs } from './ended-jobs.ts';
import { createFigures } from './figures.ts';
import { jobOfRow } from './job-row.ts';
import { moveRows } from './move-rows.ts';
import type { Store, StoreTx } from './store.ts';
import type { Tables } from './tables.ts';

/** The store over a database whose tables are up to date. Makes the data folder's name if it has none. */
export async function createSqlStore(options: {
  readonly db: Kysely<Tables>;
  readonly newId: NewId;
  readonly clock: Clock;
  readonly isShared: boolean;
}): Promise<Store> {
  const { db } = options;
  const { storeId, restoredFrom, firstStoreId } = await readNames(options);
  const listeners = new Set<(changed: ReadonlySet<AccountId>) => void>();

  return {
    storeId,
    restoredFrom,
    firstStoreId,
    isShared: options.isShared,
    transaction: async (run) => {
      const { result, changed } = await db.transaction().execute(async (trx) => {
        const { tx, flush } = openTx(trx);
        const result = await run(tx);
        return { result, changed: await flush() };
      });
      if (changed.size > 0) for (const listener of listeners) listener(changed);
      return result;
    },
    onCommit: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => db.destroy(),
  };
}

function openTx(trx: Transaction<Tables>): { tx: StoreTx; flush: () => Promise<ReadonlySet<AccountId>> } {
  const people = new Map<AccountId, BufferedRows>();
  const changed = new Set<AccountId>();
  const of = (account: AccountId): BufferedRows => {
    const known = people.get(account);
    if (known !== undefined) return known;
    const rows = createAccountRows(trx, account);
    people.set(account, rows);
    return rows;
  };
  return {
    tx: {
      of: (account) => of(account).rows,
      calls: createCalls(trx),
      ended: createEndedJobs(trx),
      figures: createFigures(trx),
      move: async (from, to) => {
        await moveRows(trx, from, to);
        changed.add(from).add(to);
      },
      api: (account) => createApiRows(trx, account),
      accounts: async () => (await trx.selectFrom('seqs').select('account').execute()).map(({ account }) => account),
      unfinishedJobs: async () => {
        const rows = await trx
          .selectFrom('jobs')
          .selectAll()
          .where('active', '=', 1)
          .orderBy('createdAt')
          .orderBy('id')
          .execute();
        return rows.map((row) => ({ account: row.account, job: jobOfRow(row) }));
      },
      jobOwner: async (job: JobId) => {
        const row = await trx.selectFrom('jobs').select('account').where('id', '=', job).executeTakeFirst();
        return row?.account ?? null;
      },
    },
    flush: async () => {
      for (const [account, rows] of people) if (await rows.flush()) changed.add(account);
      return changed;
    },
  };
}

type Names = Pick<Store, 'storeId' | 'restoredFrom' | 'firstStoreId'>;

async function readNames({ db, newId, clock }: { db: Kysely<Tables>; newId: NewId; clock: Clock }): Promise<Names> {
  return db.transaction().execute(async (trx) => {
    const known = await trx.selectFrom('meta').select(['storeId', 'restoredFrom', 'firstStoreId']).executeTakeFirst();
    if (known !== undefined) return known;
    const made = storeId(newId());
    const names = { storeId: made, restoredFrom: null, firstStoreId: made };
    await trx
      .insertInto('meta')
      .values({ ...names, createdAt: clock.now() })
      .execute();
    return names;
  });
}
