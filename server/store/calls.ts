import { type Selectable, sql, type Transaction } from 'kysely';
import type { AccountId, CallId } from '../../shared/kernel/brand.ts';
import type { Millis } from '../../shared/kernel/time.ts';
import { appendTexts, foldTexts, readText } from './call-log.ts';
import { prepare } from './prepared.ts';
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
      const [row] = await selectCall(trx, { id });
      return row === undefined ? null : callOfRow(row);
    },
    request: async (id) => {
      const row = await trx.selectFrom('calls').select('request').where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : JSON.parse(row.request);
    },
    model: async (id) => {
      const asked = sql<string>`request ->> 'model'`.as('model');
      return (await trx.selectFrom('calls').select(asked).where('id', '=', id).executeTakeFirst())?.model ?? null;
    },
    ofJob: async (account, job) => {
      const ofJob = trx.selectFrom('calls').select(columns).where('account', '=', account).where('job', '=', job);
      return (await ofJob.orderBy('no').execute()).map(callOfRow);
    },
    open: async (account) => {
      return (await (account === null ? selectOpen(trx, {}) : selectOpenOf(trx, { account }))).map(callOfRow);
    },
    claim: async ({ request, ...call }) => {
      await trx
        .insertInto('calls')
        .values({ ...call, request: JSON.stringify(request), chars: 0, open: 1, end: null, text: null })
        .execute();
    },
    append: (owner, texts) => appendTexts(trx, owner, texts),
    settle,
    text: (id, from) => readText(trx, id, from),
    fold: (endedBefore, limit) => foldTexts(trx, endedBefore, limit),
    voidOthers: async (owner, at) => (await loseOpen(trx, at).where('owner', '!=', owner).execute()).map(callOfRow),
    ...signsOfLife(trx),
  };
}

const loseOpen = (trx: Transaction<Tables>, at: Millis) =>
  trx
    .updateTable('calls')
    .set({ open: 0, end: JSON.stringify({ type: 'lost', endedAt: at }) })
    .where('open', '=', 1)
    .returning(columns);

/** What the processes of a shared store know of each other (L9). */
function signsOfLife(trx: Transaction<Tables>): Pick<Calls, 'beat' | 'beats' | 'voidBoot'> {
  return {
    beat: async (boot) => {
      await trx
        .insertInto('boots')
        .values({ boot, beats: 1 })
        .onConflict((on) => on.column('boot').doUpdateSet((set) => ({ beats: set('boots.beats', '+', 1) })))
        .execute();
    },
    beats: async () => {
      const owners = await trx.selectFrom('calls').select('owner').distinct().where('open', '=', 1).execute();
      const known = await trx.selectFrom('boots').selectAll().execute();
      return new Map([
        ...owners.map(({ owner }) => [owner, 0] as const),
        ...known.map(({ boot, beats }) => [boot, beats] as const),
      ]);
    },
    voidBoot: async (boot, at) => {
      await trx.deleteFrom('boots').where('boot', '=', boot).execute();
      return (await loseOpen(trx, at).where('owner', '=', boot).execute()).map(callOfRow);
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

const selectCall = prepare((trx, place) => trx.selectFrom('calls').select(columns).where('id', '=', place<CallId>('id')));

const selectOpen = prepare((trx) => trx.selectFrom('calls').select(columns).where('open', '=', 1).orderBy('no'));

const selectOpenOf = prepare((trx, place) =>
  trx.selectFrom('calls').select(columns).where('open', '=', 1).where('account', '=', place<AccountId>('account')).orderBy('no'),
);

type Columns = Pick<Selectable<CallsTable>, (typeof columns)[number]>;

const callOfRow = ({ end, ...row }: Columns): CallRow => ({ ...row, end: end === null ? null : JSON.parse(end) });
