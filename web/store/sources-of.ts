import type { DocumentId } from '../../shared/kernel/brand.ts';
import type { Source } from '../../shared/records/records.ts';
import type { Database } from './database.ts';

/** A document's sources in the order in which they were added, so that equal documents make equal briefs. */
export async function sourcesOf({ records }: Pick<Database, 'records'>, documentId: DocumentId): Promise<readonly Source[]> {
  const sources = await records.sources.where('documentId').equals(documentId).toArray();
  return sources.toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}
