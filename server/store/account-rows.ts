import { sql, type Transaction } from 'kysely';
import { isAccepted, isEnded, type Job } from '../../shared/engine/job.ts';
import { assert } from '../../shared/kernel/assert.ts';
import type { AccountId, BlockId, JobId } from '../../shared/kernel/brand.ts';
import type { Records, RecordTable } from '../../shared/records/records.ts';
import { createOrigins, createPlaces } from './changed-rows.ts';
import { createDevices } from './devices.ts';
import { jobOfRow, leaseText, rowOfJob } from './job-row.ts';
import { createPendingRows } from './pending-rows.ts';
import { prepare } from './prepared.ts';
import { createRemoval } from './removal.ts';
import type { AccountRows } from './store.ts';
import type { Tables } from './tables.ts';
import { createTotals } from './totals.ts';

/** One person's rows in a transaction, and the way to write what was buffered; `flush` says whether anything is new to a device. */
export type BufferedRows = { readonly rows: AccountRows; readonly flush: () => Promise<boolean> };

/** The rows of one person: every query in this folder that touches them names the account. */
export function createAccountRows(trx: Transaction<Tables>, account: AccountId): BufferedRows {
  const pending = createPendingRows(trx, account);
  const devices = createDevices(trx, account);

  const get: AccountRows['get'] = async (table, id) => {
    const row = pending.record(table, id) ?? (await selectRecord(trx, { account, table, id }))[0];
    return row === undefined || row.body === null ? null : JSON.parse(row.body);
  };

  const jobRow: AccountRows['jobRow'] = async (id) => {
    const row = (await pending.placedJob(id)) ?? (await selectJob(trx, { account, id }))[0];
    return row === undefined ? null : { seq: row.seq, job: jobOfRow(row) };
  };

  const activeJobs = async (): Promise<readonly Job[]> => {
    const rows = await trx.selectFrom('jobs').selectAll().where('active', '=', 1).where('account', '=', account).execute();
    const changed = pending.jobs();
    const jobs = [...rows.filter((row) => !changed.has(row.id)), ...changed.values()].map(jobOfRow);
    return jobs.filter((job) => !isEnded(job)).sort(oldestFirst);
  };

  const rows: AccountRows = {
    get,
    put: async (table, row) => pending.putRecord({ table, id: row.id, parent: parentOf(row), body: JSON.stringify(row) }),
    remove: async (table, id) => {
      if ((await get(table, id)) !== null) pending.putRecord({ table, id, parent: null, body: null });
    },
    idsWithin: async (table, parent) => {
      const rows = await trx
        .selectFrom('records')
        .select('id')
        .where('account', '=', account)
        .where('table', '=', table)
        .where('parent', '=', parent)
        .where('body', 'is not', null)
        .execute();
      const changed = pending.records(table);
      const stored = rows.map((row) => row.id).filter((id) => !changed.has(id));
      return [...stored, ...[...changed.values()].filter((row) => row.parent === parent).map((row) => row.id)];
    },
    getJob: async (id) => {
      const row = pending.job(id) ?? (await selectJob(trx, { account, id }))[0];
      return row === undefined ? null : jobOfRow(row);
    },
    putJob: async (job) => pending.putJob({ id: job.id, createdAt: job.createdAt, ...rowOfJob(job) }),
    removeJob: async (id) => {
      const row = await jobRow(id);
      assert(row === null || isEnded(row.job), `job ${id} is at work and cannot be removed`);
      if (row !== null) pending.removeJob(id);
    },
    ...createRemoval(trx, account),
    jobRow,
    activeJobs,
    extendLease: async (id, lease) => {
      const changed = pending.job(id);
      if (changed !== undefined) return pending.putJob({ ...changed, lease: leaseText(lease) });
      await trx
        .updateTable('jobs')
        .set({ lease: leaseText(lease) })
        .where('account', '=', account)
        .where('id', '=', id)
        .execute();
    },
    ...createBriefs(trx, account),
    ...devices.rows,
    ...createTotals(trx, account),
    ...createPlaces(trx, account),
    ...createOrigins(trx, account),
    busyBlocks: async (blocks) => holdersOf(blocks, await activeJobs()),
  };
  return { rows, flush: async () => (await pending.flush()) || devices.hasSettled() };
}

function holdersOf(blocks: readonly BlockId[], jobs: readonly Job[]): ReadonlyMap<BlockId, JobId> {
  const held = new Map<BlockId, JobId>();
  for (const job of jobs.filter(isAccepted)) {
    for (const block of job.targets) if (blocks.includes(block) && !held.has(block)) held.set(block, job.id);
  }
  return held;
}

const selectJob = prepare((trx, place) =>
  trx.selectFrom('jobs').selectAll().where('account', '=', place<AccountId>('account')).where('id', '=', place<JobId>('id')),
);

const selectRecord = prepare((trx, place) =>
  trx
    .selectFrom('records')
    .select('body')
    .where('account', '=', place<AccountId>('account'))
    .where('table', '=', place<RecordTable>('table'))
    .where('id', '=', place<string>('id')),
);

function createBriefs(trx: Transaction<Tables>, account: AccountId): Pick<AccountRows, 'getBrief' | 'briefSize' | 'putBrief'> {
  return {
    briefSize: async (hash) => {
      const size = [
        sql<number>`length(body)`.as('chars'),
        sql<number>`coalesce(json_array_length(body, '$.input.blocks'), 0)`.as('blocks'),
      ] as const;
      const brief = trx.selectFrom('briefs').select(size).where('account', '=', account).where('hash', '=', hash);
      return (await brief.executeTakeFirst()) ?? { chars: 0, blocks: 0 };
    },
    getBrief: async (hash) => {
      const row = await trx
        .selectFrom('briefs')
        .select('body')
        .where('account', '=', account)
        .where('hash', '=', hash)
        .executeTakeFirst();
      return row === undefined ? null : JSON.parse(row.body);
    },
    putBrief: async (hash, brief) => {
      await trx
        .insertInto('briefs')
        .values({ account, hash, body: JSON.stringify(brief) })
        .onConflict((on) => on.doNothing())
        .execute();
    },
  };
}

const oldestFirst = (a: Job, b: Job): number => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);

function parentOf(row: Records[RecordTable]): string | null {
  if ('documentId' in row) return row.documentId;
  return 'projectId' in row ? row.projectId : null;
}
