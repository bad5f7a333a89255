import type { BlockId, DocumentId, ProjectId, SourceId } from '../kernel/brand.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Millis } from '../kernel/time.ts';
import type { ChangeRefusal } from './change.ts';
import { type RowSet, touch } from './row-set.ts';

/*
 * Deletes, each with what belongs to what is deleted (S5).
 */

/** What came of applying a change. */
export type Applied = Result<void, ChangeRefusal>;

const done: Applied = ok(undefined);
const gone: Applied = err({ type: 'gone' });

/** What was found in its text goes with it. */
export async function deleteBlock(rows: RowSet, id: BlockId, at: Millis): Promise<Applied> {
  const block = await rows.get('blocks', id);
  for (const analysis of block === null ? [] : await rows.idsWithin('analyses', block.documentId)) {
    if ((await rows.get('analyses', analysis))?.blockId === id) await rows.remove('analyses', analysis);
  }
  return deleteWithin(rows, 'blocks', id, at);
}

/** With all that stands in it. */
export async function deleteDocument(rows: RowSet, id: DocumentId): Promise<Applied> {
  if ((await rows.get('documents', id)) === null) return gone;
  for (const table of ['blocks', 'revisions', 'sources', 'analyses'] as const) {
    for (const within of await rows.idsWithin(table, id)) await rows.remove(table, within);
  }
  await rows.remove('documents', id);
  return done;
}

/** Its documents stay, in no project. */
export async function deleteProject(rows: RowSet, id: ProjectId): Promise<Applied> {
  if ((await rows.get('projects', id)) === null) return gone;
  for (const within of await rows.idsWithin('documents', id)) {
    const document = await rows.get('documents', within);
    if (document !== null) await rows.put('documents', { ...document, projectId: null });
  }
  await rows.remove('projects', id);
  return done;
}

/** The results that were made from it stay. */
export const deleteSource = (rows: RowSet, id: SourceId, at: Millis): Promise<Applied> => deleteWithin(rows, 'sources', id, at);

async function deleteWithin(rows: RowSet, table: 'blocks' | 'sources', id: string, at: Millis): Promise<Applied> {
  const row = await rows.get(table, id);
  if (row === null) return gone;
  await rows.remove(table, id);
  await touch(rows, row.documentId, at);
  return done;
}
