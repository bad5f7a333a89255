import { sql, type Transaction } from 'kysely';
import { type AccountId, type Seq, seq } from '../../shared/kernel/brand.ts';
import type { FeedRow } from '../../shared/protocol/feed.ts';
import { jobOfRow } from './job-row.ts';
import { prepare } from './prepared.ts';
import type { AccountRows } from './store.ts';
import type { Tables } from './tables.ts';

/** What `AccountRows` promises of the one order of a person's records and jobs. */
export function createPlaces(trx: Transaction<Tables>, account: AccountId): Pick<AccountRows, 'rowsAfter' | 'bounds'> {
  let known: ReturnType<AccountRows['bounds']> | null = null;
  /** They move with the counter, which a transaction writes last of all (S1): so they are read once. */
  const bounds: AccountRows['bounds'] = () => {
    known = known ?? boundsOf(trx, account);
    return known;
  };
  return {
    bounds,
    rowsAfter: async (cursor, limit) => {
      const { newest } = await bounds();
      if (cursor >= newest) return { rows: [], cursor, more: false };
      const found = await selectAfter(trx, { account, cursor, limit: limit + 1 });
      const rows = found.slice(0, limit).map(feedRowOf);
      return { rows, cursor: rows.at(-1)?.seq ?? cursor, more: found.length > limit };
    },
  };
}

const jobsTable = sql<Table>`'jobs'`;

/** One query for all tables: most of the time there are a few rows of one of them, and each query costs more than its rows. */
const selectAfter = prepare<'account' | 'cursor' | 'limit', Found>((trx, place) => {
  const past = [place<AccountId>('account'), place<Seq>('cursor')] as const;
  const none = sql<string | null>`null`;
  const jobs = trx.selectFrom('jobs').where('account', '=', past[0]).where('seq', '>', past[1]);
  const removed = trx.selectFrom('removed_jobs').where('account', '=', past[0]).where('seq', '>', past[1]);
  return trx
    .selectFrom('records')
    .select(['seq', sql<Table>`"table"`.as('table'), sql<string>`"id"`.as('id'), 'body', none.as('lease')])
    .where('account', '=', past[0])
    .where('seq', '>', past[1])
    .unionAll(
      jobs.select(['seq', jobsTable.as('table'), sql<string>`"id"`.as('id'), sql<string | null>`"body"`.as('body'), 'lease']),
    )
    .unionAll(removed.select(['seq', jobsTable.as('table'), sql<string>`"id"`.as('id'), none.as('body'), none.as('lease')]))
    .orderBy('seq')
    .limit(place<number>('limit'));
});

type Table = FeedRow['table'];
type Found = {
  readonly seq: Seq;
  readonly table: Table;
  readonly id: string;
  readonly body: string | null;
  readonly lease: string | null;
};

function feedRowOf({ seq, table, id, body, lease }: Found): FeedRow {
  if (table === 'jobs') return { seq, table, id, row: body === null ? null : jobOfRow({ body, lease }) };
  return { seq, table, id, row: body === null ? null : JSON.parse(body) };
}

async function boundsOf(trx: Transaction<Tables>, account: AccountId): ReturnType<AccountRows['bounds']> {
  const [row] = await selectBounds(trx, { account });
  return row ?? { newest: seq(0), floor: seq(0) };
}

const selectBounds = prepare((trx, place) =>
  trx.selectFrom('seqs').select(['newest', 'floor']).where('account', '=', place<AccountId>('account')),
);

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
