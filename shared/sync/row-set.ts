import type { Job } from '../engine/job.ts';
import type { DocumentId } from '../kernel/brand.ts';
import type { Millis } from '../kernel/time.ts';
import type { ChildTable, Document, Records, RecordTable } from '../records/records.ts';

/**
 * One person's rows, inside a transaction. The server's is over the store, a device's over its own database: the same functions
 * apply a change to both, there for good, here until the server's row comes back.
 */
export type RowSet = {
  readonly get: <T extends RecordTable>(table: T, id: string) => Promise<Records[T] | null>;
  readonly put: <T extends RecordTable>(table: T, row: Records[T]) => Promise<void>;
  readonly remove: (table: RecordTable, id: string) => Promise<void>;
  /** Ids of the rows of a table that belong to a document (blocks, revisions, sources, analyses) or a project (documents). */
  readonly idsWithin: (table: ChildTable, parent: string) => Promise<readonly string[]>;
  readonly getJob: (id: string) => Promise<Job | null>;
  readonly putJob: (job: Job) => Promise<void>;
};

/** A document in the library stands by its last change. */
export async function touch(rows: RowSet, id: DocumentId, at: Millis): Promise<void> {
  const document: Document | null = await rows.get('documents', id);
  if (document !== null && document.changedAt < at) await rows.put('documents', { ...document, changedAt: at });
}
