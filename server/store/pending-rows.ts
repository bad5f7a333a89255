import type { Transaction } from 'kysely';
import { assert } from '../../shared/kernel/assert.ts';
import { type AccountId, type JobId, type Seq, seq } from '../../shared/kernel/brand.ts';
import type { RecordTable } from '../../shared/records/records.ts';
import { inParts } from './parts.ts';
import { prepare } from './prepared.ts';
import { writeRemoved } from './removal.ts';
import type { JobsTable, RecordsTable } from './store-tables.ts';
import type { Tables } from './tables.ts';

type RecordChange = Omit<RecordsTable, 'account' | 'seq'>;
type JobChange = Omit<JobsTable, 'account' | 'seq'>;

/**
 * What a transaction changes in one person's rows, until its end. Rows get their places in the person's order as late as can be, and
 * the counter is written after them, last of all (S1): no reader can see a later place while an earlier one is still to come.
 */
export type PendingRows = {
  readonly putRecord: (row: RecordChange) => void;
  readonly putJob: (row: JobChange) => void;
  /** The job is not asked for again in this transaction. */
  readonly removeJob: (id: JobId) => void;
  readonly record: (table: RecordTable, id: string) => RecordChange | undefined;
  readonly records: (table: RecordTable) => ReadonlyMap<string, RecordChange>;
  readonly job: (id: string) => JobChange | undefined;
  readonly jobs: () => ReadonlyMap<string, JobChange>;
  /** A changed job with its place. All that has changed so far gets its place by this, so ask late. */
  readonly placedJob: (id: string) => Promise<(JobChange & { readonly seq: Seq }) | undefined>;
  /** Writes everything; false if there was nothing. */
  readonly flush: () => Promise<boolean>;
};

/** An empty buffer for one person's rows in one transaction. */
export function createPendingRows(trx: Transaction<Tables>, account: AccountId): PendingRows {
  const records = new Map<string, RecordChange>();
  const jobs = new Map<string, JobChange>();
  const removed = new Set<JobId>();
  /** In the order of the changes; null until a change has its place. */
  const places = new Map<string, Seq | null>();
  let newest: Seq | null = null;

  const change = (key: string) => {
    // A row that is changed again moves to the end.
    places.delete(key);
    places.set(key, null);
  };
  const give = async () => {
    newest ??= await readNewest(trx, account);
    for (const [key, place] of places) {
      if (place !== null) continue;
      newest = seq(newest + 1);
      places.set(key, newest);
    }
    return newest;
  };
  const placeOf = (key: string): Seq => places.get(key) ?? seq(0);

  return {
    putRecord: (row) => {
      records.set(recordKey(row.table, row.id), row);
      change(recordKey(row.table, row.id));
    },
    putJob: (row) => {
      jobs.set(row.id, row);
      change(jobKey(row.id));
    },
    removeJob: (id) => {
      jobs.delete(id);
      removed.add(id);
      change(jobKey(id));
    },
    record: (table, id) => records.get(recordKey(table, id)),
    records: (table) => new Map([...records.values()].filter((row) => row.table === table).map((row) => [row.id, row])),
    job: (id) => jobs.get(id),
    jobs: () => jobs,
    placedJob: async (id) => {
      const row = jobs.get(id);
      if (row === undefined) return undefined;
      await give();
      return { ...row, seq: placeOf(jobKey(id)) };
    },
    flush: async () => {
      if (places.size === 0) return false;
      const last = await give();
      await writeRecords(
        trx,
        [...records].map(([key, row]) => ({ ...row, account, seq: placeOf(key) })),
      );
      await writeJobs(
        trx,
        account,
        [...jobs].map(([id, row]) => ({ ...row, account, seq: placeOf(jobKey(id)) })),
      );
      await writeRemoved(
        trx,
        [...removed].map((id) => ({ account, id, seq: placeOf(jobKey(id)) })),
      );
      await writeNewest(trx, account, last);
      return true;
    },
  };
}

const recordKey = (table: RecordTable, id: string): string => `${table}/${id}`;
const jobKey = (id: string): string => `jobs/${id}`;

async function readNewest(trx: Transaction<Tables>, account: AccountId): Promise<Seq> {
  const [row] = await selectNewest(trx, { account });
  return row?.newest ?? seq(0);
}

const selectNewest = prepare((trx, place) =>
  trx.selectFrom('seqs').select('newest').where('account', '=', place<AccountId>('account')),
);

async function writeNewest(trx: Transaction<Tables>, account: AccountId, newest: Seq): Promise<void> {
  await upsertNewest(trx, { account, newest });
}

const upsertNewest = prepare((trx, place) =>
  trx
    .insertInto('seqs')
    .values({ account: place<AccountId>('account'), newest: place<Seq>('newest'), floor: seq(0), restoredAt: seq(0) })
    .onConflict((on) => on.column('account').doUpdateSet({ newest: place<Seq>('newest') })),
);

async function writeRecords(trx: Transaction<Tables>, rows: readonly RecordsTable[]): Promise<void> {
  for (const part of inParts(rows)) {
    await trx
      .insertInto('records')
      .values(part)
      .onConflict((on) =>
        on.columns(['account', 'table', 'id']).doUpdateSet((set) => ({
          seq: set.ref('excluded.seq'),
          parent: set.ref('excluded.parent'),
          body: set.ref('excluded.body'),
        })),
      )
      .execute();
  }
}

async function writeJobs(trx: Transaction<Tables>, account: AccountId, rows: readonly JobsTable[]): Promise<void> {
  for (const part of inParts(rows)) {
    const written = await trx
      .insertInto('jobs')
      .values(part)
      .onConflict((on) =>
        on
          .column('id')
          .doUpdateSet((set) => ({
            seq: set.ref('excluded.seq'),
            active: set.ref('excluded.active'),
            lease: set.ref('excluded.lease'),
            status: set.ref('excluded.status'),
            brief: set.ref('excluded.brief'),
            body: set.ref('excluded.body'),
          }))
          .where('jobs.account', '=', account),
      )
      .executeTakeFirst();
    assert(written.numInsertedOrUpdatedRows === BigInt(part.length), 'a job of this id is another person’s');
  }
}
