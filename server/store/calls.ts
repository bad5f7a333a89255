import type { Selectable, Transaction } from 'kysely';
import { appendTexts, readText } from './call-log.ts';
import type { CallRow, Calls } from './store.ts';
import type { CallsTable } from './store-tables.ts';
import type { Tables } from './tables.ts';

/** The ledger's rows in a transaction. It guards the owner of a call (L9), and does not know jobs or the provider. */
export function createCalls(trx: Transaction<Tables>): Calls {
  const settle: Calls['settle'] = async (owner, id, result, at) => {
    const ended = await trx
      .updateTable('calls')
      .set({ open: 0, end: JSON.stringify({ ...result, endedAt: at }) })
      .where('id', '=', id)
      .where('owner', '=', owner)
      .where('open', '=', 1)
      .executeTakeFirst();
    return ended.numUpdatedRows > 0n;
  };
  return {
    get: async (id) => {
      const row = await trx.selectFrom('calls').select(columns).where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : callOfRow(row);
    },
    request: async (id) => {
      const row = await trx.selectFrom('calls').select('request').where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : JSON.parse(row.request);
    },
    ofJob: async (account, job) => {
      const ofJob = trx.selectFrom('calls').select(columns).where('account', '=', account).where('job', '=', job);
      return (await ofJob.orderBy('no').execute()).map(callOfRow);
    },
    open: async (account) => {
      const open = trx.selectFrom('calls').select(columns).where('open', '=', 1).orderBy('no');
      return (await (account === null ? open : open.where('account', '=', account)).execute()).map(callOfRow);
    },
    claim: async ({ request, ...call }) => {
      await trx
        .insertInto('calls')
        .values({ ...call, request: JSON.stringify(request), chars: 0, open: 1, end: null })
        .execute();
    },
    append: (owner, texts) => appendTexts(trx, owner, texts),
    settle,
    text: (id, from) => readText(trx, id, from),
    voidOthers: async (owner, at) => {
      const rows = await trx
        .updateTable('calls')
        .set({ open: 0, end: JSON.stringify({ type: 'lost', endedAt: at }) })
        .where('open', '=', 1)
        .where('owner', '!=', owner)
        .returning(columns)
        .execute();
      return rows.map(callOfRow);
    },
  };
}

const columns = [
  'id',
  'account',
  'job',
  'step',
  'attempt',
  'driver',
  'owner',
  'requestHash',
  'claimedAt',
  'chars',
  'end',
] as const satisfies readonly (keyof CallsTable)[];

type Columns = Pick<Selectable<CallsTable>, (typeof columns)[number]>;

const callOfRow = ({ end, ...row }: Columns): CallRow => ({ ...row, end: end === null ? null : JSON.parse(end) });
