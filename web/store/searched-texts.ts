import { liveQuery } from 'dexie';
import type { Document, Revision } from '../../shared/records/records.ts';
import type { Indexed } from '../search/search-index.ts';
import type { Database } from './database.ts';
import { reopening } from './reopen.ts';

/** The documents as they are now and after every change, without those that are being deleted; returns the way to stop. */
export function watchDocuments(database: Database, listener: (documents: readonly Document[]) => void): () => void {
  const query = () =>
    reopening(database.strict, async () => {
      const deleted = new Set((await database.deletions.toArray()).map(({ id }) => String(id)));
      const documents = await database.records.documents.toArray();
      return documents.filter(({ id }) => !deleted.has(id));
    });
  const subscription = liveQuery(query).subscribe(listener);
  return () => subscription.unsubscribe();
}

/** Everything that can be searched in these documents: each block's prompt and its text as it stands. */
export const readTexts = (database: Database, documents: readonly Document[]): Promise<readonly Indexed[]> =>
  reopening(database.strict, async () => {
    const ids = documents.map(({ id }) => id);
    const blocks = await database.records.blocks.where('documentId').anyOf(ids).toArray();
    const current = blocks.flatMap((block) => (block.current === null ? [] : [block.current]));
    const revisions = new Map<string, Revision>();
    for (const each of await database.records.revisions.bulkGet(current)) if (each) revisions.set(each.id, each);
    const written = Map.groupBy(blocks, (block) => block.documentId);
    return documents.map(({ id, title }) => ({
      id,
      title,
      texts: (written.get(id) ?? []).flatMap((block) => {
        const text = searchedText(block.prompt, block.current === null ? undefined : revisions.get(block.current));
        return text === '' ? [] : [{ id: String(block.id), text }];
      }),
    }));
  });

/** What each of these blocks says, by its id. */
export const readBlocks = (database: Database, ids: readonly string[]): Promise<ReadonlyMap<string, string>> =>
  reopening(database.strict, async () => {
    const blocks = (await database.records.blocks.bulkGet([...ids])).filter((block) => block !== undefined);
    const revisions = await database.records.revisions.bulkGet(blocks.map(({ current }) => current ?? ''));
    return new Map(blocks.map((block, at) => [String(block.id), searchedText(block.prompt, revisions[at])]));
  });

/** The text first: what is shown of a block is rather what it says than what was asked. */
const searchedText = (prompt: string, revision: Revision | undefined): string =>
  [revision?.text ?? '', prompt].filter((text) => text.trim() !== '').join('\n');
