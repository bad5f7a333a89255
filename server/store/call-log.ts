import { sql, type Transaction } from 'kysely';
import { assert } from '../../shared/kernel/assert.ts';
import type { BootId, CallId } from '../../shared/kernel/brand.ts';
import type { Millis } from '../../shared/kernel/time.ts';
import { inParts } from './parts.ts';
import type { Calls } from './store.ts';
import type { Tables } from './tables.ts';

type Texts = Parameters<Calls['append']>[1];

/**
 * Writes the texts of many calls in a few statements, whatever their number; leaves out calls that are not the owner's and open. Text that
 * is there already is left as it is: a write that seemed to fail may have been made, and is made again from the same offset.
 */
export async function appendTexts(trx: Transaction<Tables>, owner: BootId, texts: Texts): Promise<ReadonlySet<CallId>> {
  const open = await selectOpen(trx, owner, [...new Set(texts.map((text) => text.call))]);
  const rows: { call: number; offset: number; text: string }[] = [];
  for (const { call: id, offset, text } of texts) {
    const call = open.get(id);
    if (call === undefined) continue;
    assert(offset <= call.chars, `text of ${id} at ${offset} where ${call.chars} is next`);
    const fresh = text.slice(call.chars - offset);
    if (fresh === '') continue;
    rows.push({ call: call.no, offset: call.chars, text: fresh });
    call.chars += fresh.length;
  }
  for (const part of inParts(rows)) await trx.insertInto('call_log').values(part).execute();
  await writeChars(trx, [...open.values()]);
  return new Set(open.keys());
}

type OpenCall = { readonly no: number; chars: number };

async function selectOpen(trx: Transaction<Tables>, owner: BootId, ids: readonly CallId[]): Promise<Map<CallId, OpenCall>> {
  const open = new Map<CallId, OpenCall>();
  for (const part of inParts(ids)) {
    const rows = await trx
      .selectFrom('calls')
      .select(['id', 'no', 'chars'])
      .where('id', 'in', part)
      .where('owner', '=', owner)
      .where('open', '=', 1)
      .execute();
    for (const { id, no, chars } of rows) open.set(id, { no, chars });
  }
  return open;
}

async function writeChars(trx: Transaction<Tables>, calls: readonly OpenCall[]): Promise<void> {
  for (const part of inParts(calls)) {
    const values = sql.join(part.map(({ no, chars }) => sql`(${no}, ${chars})`));
    await sql`with grown (no, chars) as (values ${values}) update calls set chars = grown.chars from grown where calls.no = grown.no`.execute(
      trx,
    );
  }
}

/** The text of a call from an offset on. */
export async function readText(trx: Transaction<Tables>, id: CallId, from: number): Promise<string> {
  const call = await trx.selectFrom('calls').select(['no', 'chars', 'text']).where('id', '=', id).executeTakeFirst();
  if (call === undefined || call.chars <= from) return '';
  if (call.text !== null) return call.text.slice(from);
  // The piece that holds the offset begins at or before it.
  const first = await trx
    .selectFrom('call_log')
    .select('offset')
    .where('call', '=', call.no)
    .where('offset', '<=', from)
    .orderBy('offset', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  const pieces = await trx
    .selectFrom('call_log')
    .select('text')
    .where('call', '=', call.no)
    .where('offset', '>=', first.offset)
    .orderBy('offset')
    .execute();
  return pieces
    .map((piece) => piece.text)
    .join('')
    .slice(from - first.offset);
}

/** What `Calls.fold` promises. */
export async function foldTexts(trx: Transaction<Tables>, endedBefore: Millis, limit: number): Promise<number> {
  const ended = await trx
    .selectFrom('calls')
    .select(['no', 'chars'])
    .where('open', '=', 0)
    .where('text', 'is', null)
    .where(sql<number>`"end" ->> 'endedAt'`, '<', endedBefore)
    .orderBy('no')
    .limit(limit)
    .execute();
  for (const { no, chars } of ended) {
    const pieces = await trx.selectFrom('call_log').select('text').where('call', '=', no).orderBy('offset').execute();
    const text = pieces.map((piece) => piece.text).join('');
    assert(text.length === chars, `the log of call ${no} has ${text.length} of ${chars}`);
    await trx.updateTable('calls').set({ text }).where('no', '=', no).execute();
    await trx.deleteFrom('call_log').where('call', '=', no).execute();
  }
  return ended.length;
}
