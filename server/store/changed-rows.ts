import type { Transaction } from 'kysely';
import { type AccountId, type Seq, seq } from '../../shared/kernel/brand.ts';
import type { FeedRow } from '../../shared/protocol/feed.ts';
import { jobOfRow } from './job-row.ts';
import type { AccountRows } from './store.ts';
import type { Tables } from './tables.ts';

/** What `AccountRows.rowsAfter` promises: records and jobs of one person past a cursor, as one order. */
export async function rowsAfter(
  trx: Transaction<Tables>,
  account: AccountId,
  cursor: Seq,
  limit: number,
): ReturnType<AccountRows['rowsAfter']> {
  const records = await trx
    .selectFrom('records')
    .select(['table', 'id', 'seq', 'body'])
    .where('account', '=', account)
    .where('seq', '>', cursor)
    .orderBy('seq')
    .limit(limit + 1)
    .execute();
  const jobs = await trx
    .selectFrom('jobs')
    .select(['id', 'seq', 'lease', 'body'])
    .where('account', '=', account)
    .where('seq', '>', cursor)
    .orderBy('seq')
    .limit(limit + 1)
    .execute();
  const removed = await trx
    .selectFrom('removed_jobs')
    .select(['id', 'seq'])
    .where('account', '=', account)
    .where('seq', '>', cursor)
    .orderBy('seq')
    .limit(limit + 1)
    .execute();
  const found: FeedRow[] = [
    ...removed.map(({ id, seq }) => ({ seq, table: 'jobs' as const, id, row: null })),
    ...records.map(({ table, id, seq, body }) => ({ seq, table, id, row: body === null ? null : JSON.parse(body) })),
    ...jobs.map((row) => ({ seq: row.seq, table: 'jobs' as const, id: row.id, row: jobOfRow(row) })),
  ];
  const rows = found.sort((a, b) => a.seq - b.seq).slice(0, limit);
  return { rows, cursor: rows.at(-1)?.seq ?? cursor, more: found.length > limit };
}

/** What `AccountRows.bounds` promises. */
export async function boundsOf(trx: Transaction<Tables>, account: AccountId): ReturnType<AccountRows['bounds']> {
  const row = await trx.selectFrom('seqs').select(['newest', 'floor']).where('account', '=', account).executeTakeFirst();
  return row ?? { newest: seq(0), floor: seq(0) };
}

/** What `AccountRows` promises of a store that came from a backup. */
export function createOrigins(trx: Transaction<Tables>, account: AccountId): Pick<AccountRows, 'restoredAt' | 'placeOf'> {
  return {
    restoredAt: async () => {
      const row = await trx.selectFrom('seqs').select('restoredAt').where('account', '=', account).executeTakeFirst();
      return row?.restoredAt ?? seq(0);
    },
    placeOf: async (table, id) => {
      const row = await trx
        .selectFrom('records')
        .select(['seq', 'body'])
        .where('account', '=', account)
        .where('table', '=', table)
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : { seq: row.seq, isDeleted: row.body === null };
    },
  };
}
