import type { Job } from '../engine/job.ts';
import { type BriefHash, type DeviceId, type JobId, seq } from '../kernel/brand.ts';
import { ok, type Result } from '../kernel/result.ts';
import { type Millis, millis } from '../kernel/time.ts';
import type { FeedMessage, FeedRow } from '../protocol/feed.ts';
import type { Brief } from '../recipes/recipe.ts';
import type { Brought } from '../records/brought.ts';
import type { Records, RecordTable } from '../records/records.ts';
import { applyChange } from './apply.ts';
import type { Change, ChangeRefusal, JobSeed, OutboxEntry } from './change.ts';
import type { Base, DeviceTx, RowKey } from './device-store.ts';
import type { RowSet } from './row-set.ts';

/*
 * A device's copy of a person's rows: the server's rows with this device's unsent changes replayed on top (J3).
 *
 *   rows shown = server's rows + pending changes          bases = the server's rows under those that the changes altered
 *
 *   record   a person's change: remember the bases it touches, apply it, put it into the outbox; one transaction (J1)
 *   receive  rows from the feed: put the bases back, take the rows in, drop what the server has applied, replay the rest
 */

/** Applies a person's change here and now, and queues it for the server. Refused changes leave nothing behind. */
export async function record(
  tx: DeviceTx,
  change: Change,
  at: Millis,
  brief?: { readonly hash: BriefHash; readonly brief: Brief },
): Promise<Result<number, ChangeRefusal>> {
  const applied = await applyChange(keepingBases(tx), change, at);
  if (!applied.ok) return applied;
  if (brief !== undefined) await tx.putBrief(brief.hash, brief.brief);
  const state = await tx.state();
  const n = state.nextChange;
  await tx.append({ n, at, change });
  await tx.setState({ ...state, nextChange: n + 1 });
  return ok(n);
}

/**
 * Takes in what the feed brought. Two engines may write into one copy for a while: one that was replaced, and wakes up late, beside its
 * successor. Rows from before the copy's own place are left out, or they would lie over newer ones, which nobody would send again (S1).
 * Rows from beyond it are as well, after the other engine began the copy anew: what lies between would be missing for ever. The answer
 * is false then, and the feed must be opened at the copy's place.
 */
export async function receive(tx: DeviceTx, message: Extract<FeedMessage, { type: 'rows' }>, at: Millis): Promise<boolean> {
  const { cursor } = await tx.state();
  if ((message.from ?? 0) > cursor) return false;
  if (message.cursor < cursor) return true;
  const pending = await tx.pending();
  const hasBases = pending.length > 0;
  if (hasBases) await restoreBases(tx);
  for (const row of message.rows) await takeIn(tx, row);
  const settled = pending.filter((entry) => entry.n <= message.lastChange);
  const rest = pending.filter((entry) => entry.n > message.lastChange);
  if (settled.length > 0) {
    await tx.dropThrough(message.lastChange);
    await noticeLateCancels(tx, settled, at);
  }
  for (const entry of rest) await applyChange(keepingBases(tx), entry.change, entry.at);
  const state = await tx.state();
  await tx.setState({ ...state, cursor: message.cursor, acknowledged: Math.max(state.acknowledged, message.lastChange) });
  return true;
}

/**
 * Forgets the copied rows and starts from nothing, keeping the outbox (S3). Under another store the device is a new one to the server:
 * it takes a new number, and its pending changes are counted from 1 again. If that store is an older copy of the one that the device
 * knew, what the device has goes first into the outbox, row by row: the server takes what it lacks.
 */
export async function reset(
  tx: DeviceTx,
  { storeId, isOlderCopy }: Omit<Extract<FeedMessage, { type: 'reset' }>, 'type'>,
  newDevice: DeviceId,
): Promise<void> {
  const state = await tx.state();
  // What is brought is the rows as the old store had them; changes on top of them are in the outbox.
  await restoreBases(tx);
  const brought = isOlderCopy ? await toBringBack(tx) : [];
  await tx.clearRows();
  const isSameStore = state.storeId === storeId;
  if (isSameStore || state.storeId === null) {
    await tx.setState({ ...state, storeId, cursor: seq(0) });
    return;
  }
  const pending = await tx.pending();
  const at = pending[0]?.at ?? millis(0);
  const entries = [...brought.map((change) => ({ at, change })), ...pending];
  await tx.dropThrough(Number.MAX_SAFE_INTEGER);
  for (const [index, { at, change }] of entries.entries()) await tx.append({ n: index + 1, at, change });
  await tx.setState({ ...state, storeId, cursor: seq(0), device: newDevice, nextChange: entries.length + 1, acknowledged: 0 });
}

/** Every row that the device has, and the jobs at work that it has made itself: only their maker has what they need. */
async function toBringBack(tx: DeviceTx): Promise<readonly Change[]> {
  const rows: Brought[] = [
    ...(await tx.allOf('projects')).map((row) => ({ table: 'projects' as const, row })),
    ...(await tx.allOf('documents')).map((row) => ({ table: 'documents' as const, row })),
    ...(await tx.allOf('blocks')).map((row) => ({ table: 'blocks' as const, row })),
    ...(await tx.allOf('revisions')).map((row) => ({ table: 'revisions' as const, row })),
    ...(await tx.allOf('sources')).map((row) => ({ table: 'sources' as const, row })),
    ...(await tx.allOf('analyses')).map((row) => ({ table: 'analyses' as const, row })),
  ];
  const changes: Change[] = rows.map((brought) => ({ type: 'bring-back', brought }));
  for (const { id: _id, ...fields } of await tx.allOf('settings')) changes.push({ type: 'patch-settings', fields });
  for (const job of await tx.activeJobs()) {
    if ((await tx.getBrief(job.brief)) !== null) changes.push({ type: 'create-job', job: seedOf(job) });
  }
  return changes;
}

const seedOf = (job: Job): JobSeed => ({
  id: job.id,
  kind: job.kind,
  recipe: job.recipe,
  brief: job.brief,
  title: job.title,
  documentId: job.documentId,
  targets: [...job.targets],
  about: job.about,
  model: job.model,
  priority: job.priority,
  createdBy: job.createdBy,
  createdAt: job.createdAt,
  whenILeave: job.whenILeave,
});

/**
 * The jobs at work in the copy, and these others, as the server has them: without what this device has not sent yet. One that the server
 * does not have is left out.
 */
export async function serverJobs(tx: DeviceTx, others: readonly JobId[]): Promise<readonly Job[]> {
  const bases = new Map((await tx.bases()).map(({ key, row }) => [`${key.table}/${key.id}`, row]));
  const ids = new Set([...(await tx.activeJobs()).map(({ id }) => id), ...others]);
  const jobs: Job[] = [];
  for (const id of ids) {
    const base = bases.get(`jobs/${id}`);
    const job = base === undefined ? await tx.getJob(id) : (base as Job | null);
    if (job !== null) jobs.push(job);
  }
  return jobs;
}

/** A cancel that the server refused because the job had ended is told once (J6). */
async function noticeLateCancels(tx: DeviceTx, settled: readonly OutboxEntry[], at: Millis): Promise<void> {
  for (const { change, n } of settled) {
    if (change.type !== 'intend' || change.intent.type !== 'cancel') continue;
    const job = await tx.getJob(change.jobId);
    if (job?.status === 'completed') await tx.putNotice({ id: `too_late.${n}`, type: 'too_late', jobId: job.id, at });
  }
}

async function restoreBases(tx: DeviceTx): Promise<void> {
  for (const base of await tx.bases()) await putRow(tx, base);
  await tx.clearBases();
}

async function putRow(tx: DeviceTx, { key, row }: Base): Promise<void> {
  if (key.table === 'jobs') {
    if (row === null) await tx.removeJob(key.id);
    else await tx.putJob(row as Job);
  } else if (row === null) await tx.remove(key.table, key.id);
  else await tx.put(key.table, row as Records[typeof key.table]);
}

const takeIn = (tx: DeviceTx, { table, id, row }: FeedRow): Promise<void> => putRow(tx, { key: { table, id }, row });

/** The same rows; before one is altered for the first time, the server's is remembered. */
function keepingBases(tx: DeviceTx): RowSet {
  const keep = async (key: RowKey): Promise<void> => {
    if (await tx.hasBase(key)) return;
    const row = key.table === 'jobs' ? await tx.getJob(key.id) : await tx.get(key.table, key.id);
    await tx.putBase({ key, row });
  };
  return {
    get: tx.get,
    getJob: tx.getJob,
    idsWithin: tx.idsWithin,
    put: async <T extends RecordTable>(table: T, row: Records[T]) => {
      await keep({ table, id: row.id });
      await tx.put(table, row);
    },
    remove: async (table, id) => {
      await keep({ table, id });
      await tx.remove(table, id);
    },
    putJob: async (job) => {
      await keep({ table: 'jobs', id: job.id });
      await tx.putJob(job);
    },
  };
}
