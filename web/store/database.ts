import { Dexie, type Table } from 'dexie';
import { isEnded, type Job } from '../../shared/engine/job.ts';
import type { Brief } from '../../shared/recipes/recipe.ts';
import type { Records, RecordTable } from '../../shared/records/records.ts';
import type { OutboxEntry } from '../../shared/sync/change.ts';
import type { DeviceState, Draft, Notice, Row } from '../../shared/sync/device-store.ts';
import type { Deletion } from '../ports.ts';

/*
 * What one person's copy looks like in IndexedDB. Versions only ever add: a tab of the build before may still be open. Two databases,
 * because durability is a property of a whole database here: what a person did is strict (J1), the text of an open call is not.
 */

/** A job with what lists are read by; `active` is 1 while it is not ended, `endedAt` 0. */
export type StoredJob = {
  readonly id: string;
  readonly documentId: string;
  readonly createdAt: number;
  readonly active: 0 | 1;
  readonly endedAt: number;
  readonly job: Job;
};

type StoredBase = { readonly table: RecordTable | 'jobs'; readonly rowId: string; readonly row: Row | null };

type StoredState = { readonly key: 'device'; readonly state: DeviceState };

/** How often an engine of this copy has begun to run (J4). Beside the rows, so that a write can look at it in its own transaction. */
type StoredGeneration = { readonly key: 'engine'; readonly generation: number };

/** The tables of a person's copy, typed. Everything outside `web/store` reads it through `live.ts` and writes it through `actions.ts`. */
export type Database = {
  readonly strict: Dexie;
  readonly relaxed: Dexie;
  readonly records: { readonly [T in RecordTable]: Table<Records[T], string> };
  readonly jobs: Table<StoredJob, string>;
  readonly outbox: Table<OutboxEntry, number>;
  readonly bases: Table<StoredBase, [string, string]>;
  readonly briefs: Table<{ readonly hash: string; readonly brief: Brief }, string>;
  readonly notices: Table<Notice, string>;
  readonly deletions: Table<Deletion, string>;
  readonly state: Table<StoredState, string>;
  readonly generation: Table<StoredGeneration, string>;
  readonly drafts: Table<Draft, string>;
};

const schema = {
  projects: 'id',
  documents: 'id, [changedAt+id], projectId',
  blocks: 'id, documentId',
  revisions: 'id, blockId, documentId',
  sources: 'id, documentId',
  jobs: 'id, [createdAt+id], [documentId+createdAt], active, endedAt',
  outbox: 'n, change.jobId',
  bases: '[table+rowId]',
  briefs: 'hash',
  notices: 'id, at',
  state: 'key',
  generation: 'key',
} as const;

/** What the second version adds: the row of what a person wants everywhere. */
const settingsSchema = { settings: 'id' } as const;

/** What the third version adds: what jobs found in blocks. */
const analysesSchema = { analyses: 'id, blockId, documentId' } as const;

/** What the fourth adds: the documents of a folder by their last change, and deletions that can still be taken back. */
const librarySchema = {
  documents: 'id, [changedAt+id], projectId, [projectId+changedAt+id]',
  deletions: 'id',
} as const;

/** What the fifth adds: a block's texts by their time, so that a long history is read a page at a time. */
const historySchema = { revisions: 'id, blockId, documentId, [blockId+createdAt+id]' } as const;

/** What the sixth adds: jobs by how they ended, and by their kind, so that a list of either is read a page at a time. */
const jobListsSchema = {
  jobs: 'id, [createdAt+id], [documentId+createdAt], active, endedAt, [job.status+createdAt], [job.kind+createdAt]',
} as const;

export type DatabaseOptions = {
  /**
   * A newer build is about to change the databases: this one lets go of them, once what is not saved yet has been written, and must be
   * reloaded.
   */
  readonly onVersionChange?: () => Promise<void>;
};

/** Names the databases of an account. Nothing is opened before the first read or write. */
export function createDatabase(account: string, { onVersionChange = async () => {} }: DatabaseOptions = {}): Database {
  // Without Dexie's cache, which shows a write before it is durable.
  const strict = new Dexie(`meanwhile-${account}`, { chromeTransactionDurability: 'strict', cache: 'disabled' });
  strict.version(1).stores(schema);
  strict.version(2).stores(settingsSchema);
  strict.version(3).stores(analysesSchema);
  strict.version(4).stores(librarySchema);
  strict.version(5).stores(historySchema);
  strict.version(6).stores(jobListsSchema);
  const relaxed = new Dexie(`meanwhile-${account}-drafts`, { chromeTransactionDurability: 'relaxed', cache: 'disabled' });
  relaxed.version(1).stores({ drafts: 'call' });
  for (const each of [strict, relaxed])
    each.on('versionchange', () => {
      void onVersionChange().finally(() => each.close());
      return false;
    });
  return {
    strict,
    relaxed,
    records: {
      projects: strict.table('projects'),
      documents: strict.table('documents'),
      blocks: strict.table('blocks'),
      revisions: strict.table('revisions'),
      sources: strict.table('sources'),
      analyses: strict.table('analyses'),
      settings: strict.table('settings'),
    },
    jobs: strict.table('jobs'),
    outbox: strict.table('outbox'),
    bases: strict.table('bases'),
    briefs: strict.table('briefs'),
    notices: strict.table('notices'),
    deletions: strict.table('deletions'),
    state: strict.table('state'),
    generation: strict.table('generation'),
    drafts: relaxed.table('drafts'),
  };
}

export const storedJob = (job: Job): StoredJob => ({
  id: job.id,
  documentId: job.documentId,
  createdAt: job.createdAt,
  active: isEnded(job) ? 0 : 1,
  endedAt: 'endedAt' in job ? job.endedAt : 0,
  job,
});
