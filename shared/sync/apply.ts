import type { Job } from '../engine/job.ts';
import { transition } from '../engine/transition.ts';
import { type BlockId, leaseEpoch, type RevisionId } from '../kernel/brand.ts';
import { err, ok } from '../kernel/result.ts';
import type { Millis } from '../kernel/time.ts';
import type { Block, Records, RecordTable, Revision, Settings } from '../records/records.ts';
import { defaultSettings, settingsIn } from '../records/settings.ts';
import { type Applied, deleteBlock, deleteDocument, deleteProject, deleteSource } from './apply-deletes.ts';
import { withChosen, withoutAside, withPromptKept, withSuggestion, withTitleKept } from './aside.ts';
import type { Change, JobSeed } from './change.ts';
import { type RowSet, touch } from './row-set.ts';
import { sittingOf } from './sitting.ts';

type Of<T extends Change['type']> = Extract<Change, { type: T }>;
const done: Applied = ok(undefined);
const gone: Applied = err({ type: 'gone' });

/** Applies one change at a time; refused changes leave everything as it was. `at` is the applier's time. */
export async function applyChange(rows: RowSet, change: Change, at: Millis): Promise<Applied> {
  switch (change.type) {
    case 'create-project':
      return create(rows, 'projects', change.project);
    case 'rename-project':
      return patch(rows, 'projects', change.id, { name: change.name });
    case 'delete-project':
      return deleteProject(rows, change.id);
    case 'create-document':
      return create(rows, 'documents', change.document);
    case 'patch-document':
      return patchDocument(rows, change, at);
    case 'delete-document':
      return deleteDocument(rows, change.id);
    case 'create-block':
      return createWithin(rows, 'blocks', change.block, at);
    case 'patch-block':
      return patchBlock(rows, change.id, at, (block) => withPromptKept(block, { ...block, ...present(change.fields) }, change));
    case 'delete-block':
      return deleteBlock(rows, change.id, at);
    case 'edit-block':
      return editBlock(rows, change, at);
    case 'choose-revision':
      return chooseRevision(rows, change, at);
    case 'set-suggestion':
      return patchBlock(rows, change.id, at, (block) => withSuggestion(block, change));
    case 'dismiss-aside':
      return patchBlock(rows, change.id, at, (block) => withoutAside(block, change));
    case 'create-source':
      return createWithin(rows, 'sources', change.source, at);
    case 'create-sources':
      return createSources(rows, change, at);
    case 'patch-source': {
      const source = await rows.get('sources', change.id);
      if (source === null) return gone;
      await touch(rows, source.documentId, at);
      return patch(rows, 'sources', change.id, present(change.fields));
    }
    case 'delete-source':
      return deleteSource(rows, change.id, at);
    case 'patch-settings': {
      const { id } = defaultSettings;
      await rows.put('settings', { ...(await rows.get('settings', id)), ...present(change.fields), id });
      return done;
    }
    case 'bring-back': {
      const { table, row } = change.brought;
      if ((await rows.get(table, row.id)) === null) await rows.put(table, row);
      return done;
    }
    case 'create-job':
      return createJob(rows, change.job);
    case 'intend': {
      const job = await rows.getJob(change.jobId);
      if (job === null) return gone;
      const next = transition(job, { ...change.intent, at });
      if (!next.ok) return next;
      if (next.value !== job) await rows.putJob(next.value);
      return done;
    }
  }
}

/** What the person wants everywhere: their own choices over the defaults. */
export const settingsOf = async (rows: Pick<RowSet, 'get'>): Promise<Settings> =>
  settingsIn(await rows.get('settings', defaultSettings.id));

/** A job as it is before the server has seen it. */
export const newJob = (seed: JobSeed): Job => ({
  ...seed,
  whenILeave: seed.whenILeave ?? 'default',
  leftOut: [],
  maxOutputTokens: 0,
  round: 0,
  steps: [],
  progress: 0,
  acceptedAt: null,
  startedAt: null,
  lease: null,
  epoch: leaseEpoch(0),
  status: 'queued',
});

/**
 * Puts a person's text into its block. Based on the current one, it becomes current. If a job's text has become current meanwhile,
 * made from what this edit was made from too, the person's words win and the job's wait as a suggestion (J10). Otherwise two people's
 * edits met: the last to arrive is current, the other is kept aside.
 */
async function editBlock(rows: RowSet, change: Of<'edit-block'>, at: Millis): Promise<Applied> {
  const block = await rows.get('blocks', change.id);
  if (block === null) return gone;
  const sitting = await sittingOf(rows, change.revision);
  if (sitting.known !== null && (sitting.known.blockId !== block.id || sitting.known.by.type !== 'person'))
    return err({ type: 'id_taken' });
  const { id, basedOn } = sitting;
  const { text } = change.revision;
  if (sitting.known?.sealed && sitting.known.text === text) return done;
  const fresh = {
    id,
    basedOn,
    blockId: block.id,
    documentId: block.documentId,
    sealed: false,
    createdAt: at,
    by: { type: 'person' },
  } as const;
  const revision: Revision = { ...(sitting.known ?? fresh), text };
  await rows.put('revisions', revision);
  await rows.put('blocks', await withEdit(rows, block, revision));
  await touch(rows, block.documentId, at);
  return done;
}

async function withEdit(rows: RowSet, block: Block, edit: Revision): Promise<Block> {
  if (block.current === edit.id) return block;
  if (block.current === null || block.current === edit.basedOn) return { ...block, current: edit.id };
  const current = await rows.get('revisions', block.current);
  if (current === null) return { ...block, current: edit.id };
  if (current.by.type === 'job' && (await descendsFrom(rows, edit, current.basedOn)))
    return { ...block, current: edit.id, suggestion: current.id };
  return { ...block, current: edit.id, aside: current.id };
}

/** True if `anchor` is the edit itself or among the texts it was made from; a null anchor is the empty block, which all came from. */
async function descendsFrom(rows: RowSet, edit: Revision, anchor: RevisionId | null): Promise<boolean> {
  if (anchor === null || edit.id === anchor) return true;
  const seen = new Set<RevisionId>([edit.id]);
  let at = edit.basedOn;
  while (at !== null && !seen.has(at)) {
    if (at === anchor) return true;
    seen.add(at);
    at = (await rows.get('revisions', at))?.basedOn ?? null;
  }
  return false;
}

async function chooseRevision(rows: RowSet, change: Of<'choose-revision'>, at: Millis): Promise<Applied> {
  const revision = await rows.get('revisions', change.revision);
  if (revision === null || revision.blockId !== change.id) return gone;
  const standing = (await rows.get('blocks', change.id))?.current ?? null;
  const isSeen = change.seen === undefined || standing === change.seen || standing === revision.id || standing === null;
  const unseen = isSeen ? null : await rows.get('revisions', standing);
  return patchBlock(rows, change.id, at, (block) => withChosen(block, revision.id, unseen));
}

/** Leaves out absent fields, which a partial schema types as possibly undefined. */
function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

async function create<T extends RecordTable>(rows: RowSet, table: T, row: Records[T]): Promise<Applied> {
  if ((await rows.get(table, row.id)) !== null) return err({ type: 'id_taken' });
  await rows.put(table, row);
  return done;
}

/** Creates a block or source in a document that must be there. */
async function createWithin<T extends 'blocks' | 'sources'>(
  rows: RowSet,
  table: T,
  row: Records[T],
  at: Millis,
): Promise<Applied> {
  if ((await rows.get('documents', row.documentId)) === null) return gone;
  const created = await create(rows, table, row);
  if (created.ok) await touch(rows, row.documentId, at);
  return created;
}

/** One whose id is known stays as it is. */
async function createSources(rows: RowSet, { documentId, sources }: Of<'create-sources'>, at: Millis): Promise<Applied> {
  if ((await rows.get('documents', documentId)) === null) return gone;
  for (const source of sources) await create(rows, 'sources', { ...source, documentId });
  await touch(rows, documentId, at);
  return done;
}

async function patch<T extends 'projects' | 'sources'>(
  rows: RowSet,
  table: T,
  id: string,
  fields: Partial<Records[T]>,
): Promise<Applied> {
  const row = await rows.get(table, id);
  if (row === null) return gone;
  await rows.put(table, { ...row, ...fields });
  return done;
}

async function patchDocument(rows: RowSet, change: Of<'patch-document'>, at: Millis): Promise<Applied> {
  const document = await rows.get('documents', change.id);
  if (document === null) return gone;
  await rows.put('documents', withTitleKept(document, { ...document, ...present(change.fields), changedAt: at }, change));
  return done;
}

async function patchBlock(rows: RowSet, id: BlockId, at: Millis, update: (block: Block) => Block): Promise<Applied> {
  const block = await rows.get('blocks', id);
  if (block === null) return gone;
  await rows.put('blocks', update(block));
  await touch(rows, block.documentId, at);
  return done;
}

/** The same seed again is the same job; its row is left as it has become. */
async function createJob(rows: RowSet, seed: JobSeed): Promise<Applied> {
  const known = await rows.getJob(seed.id);
  if (known !== null) return known.brief === seed.brief ? done : err({ type: 'id_taken' });
  await rows.putJob(newJob(seed));
  for (const target of seed.targets) await sealCurrent(rows, target);
  return done;
}

/** From here on the text that the job is anchored to does not change under its id (J10). */
async function sealCurrent(rows: RowSet, target: BlockId): Promise<void> {
  const current = (await rows.get('blocks', target))?.current ?? null;
  const revision = current === null ? null : await rows.get('revisions', current);
  if (revision !== null && !revision.sealed) await rows.put('revisions', { ...revision, sealed: true });
}
