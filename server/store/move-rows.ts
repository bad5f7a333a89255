import { sql, type Transaction } from 'kysely';
import { assert } from '../../shared/kernel/assert.ts';
import { type AccountId, seq } from '../../shared/kernel/brand.ts';
import type { Tables } from './tables.ts';

/**
 * Gives all that one person has written to another: folders, documents with all that is in them, jobs with their calls, and what those
 * cost. They come at the end of the other's order (S1), so that every device hears of them; a device of the first copies everything
 * anew and finds nothing (S3). Settings stay: the other has their own. No job may be at work.
 */
export async function moveRows(trx: Transaction<Tables>, from: AccountId, to: AccountId): Promise<void> {
  const atWork = trx.selectFrom('jobs').select('id').where('account', '=', from).where('active', '=', 1);
  assert((await atWork.executeTakeFirst()) === undefined, `${from} has a job at work`);
  const records = await sql`
    with moved as (
      select "table", id, row_number() over (order by seq) as place from records
      where account = ${from} and body is not null and "table" <> 'settings'
    )
    update records set account = ${to}, seq = ${newestOf(to)} + moved.place from moved
    where records.account = ${from} and records."table" = moved."table" and records.id = moved.id`.execute(trx);
  await raise(trx, to, Number(records.numAffectedRows ?? 0));
  const jobs = await sql`
    with moved as (select id, row_number() over (order by seq) as place from jobs where account = ${from})
    update jobs set account = ${to}, seq = ${newestOf(to)} + moved.place from moved where jobs.id = moved.id`.execute(trx);
  await raise(trx, to, Number(jobs.numAffectedRows ?? 0));
  await sql`insert into briefs (account, hash, body) select ${to}, hash, body from briefs where account = ${from}
    on conflict do nothing`.execute(trx);
  await trx.deleteFrom('briefs').where('account', '=', from).execute();
  await trx.updateTable('calls').set({ account: to }).where('account', '=', from).execute();
  await trx.updateTable('ended_jobs').set({ account: to }).where('account', '=', from).execute();
  await moveSums(trx, from, to);
  await raise(trx, from, 1);
  await trx
    .updateTable('seqs')
    .set(({ ref }) => ({ floor: ref('newest') }))
    .where('account', '=', from)
    .execute();
}

const newestOf = (account: AccountId) => sql`coalesce((select newest from seqs where account = ${account}), 0)`;

/** So many places more in a person's order are taken. */
async function raise(trx: Transaction<Tables>, account: AccountId, places: number): Promise<void> {
  await trx
    .insertInto('seqs')
    .values({ account, newest: seq(places), floor: seq(0), restoredAt: seq(0) })
    .onConflict((on) => on.column('account').doUpdateSet({ newest: sql`seqs.newest + ${places}` }))
    .execute();
}

async function moveSums(trx: Transaction<Tables>, from: AccountId, to: AccountId): Promise<void> {
  await sql`insert into totals (account, paid, kept, "paidTwice")
    select ${to}, paid, kept, "paidTwice" from totals where account = ${from}
    on conflict (account) do update set paid = totals.paid + excluded.paid, kept = totals.kept + excluded.kept,
      "paidTwice" = totals."paidTwice" + excluded."paidTwice"`.execute(trx);
  await sql`insert into spending (account, month, micros, unpriced)
    select ${to}, month, micros, unpriced from spending where account = ${from}
    on conflict (account, month) do update set micros = spending.micros + excluded.micros,
      unpriced = spending.unpriced + excluded.unpriced`.execute(trx);
  for (const table of ['totals', 'spending'] as const) await trx.deleteFrom(table).where('account', '=', from).execute();
}
