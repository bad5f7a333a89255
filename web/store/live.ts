import { Dexie } from 'dexie';
import { useLiveQuery } from 'dexie-react-hooks';
import { createContext, useContext, useEffect, useReducer, useSyncExternalStore } from 'react';
import type { Job } from '../../shared/engine/job.ts';
import type { BlockId, CallId, DeviceId, DocumentId, JobId, ProjectId, RevisionId } from '../../shared/kernel/brand.ts';
import { countWords } from '../../shared/recipes/words.ts';
import type { Block, Document, Project, Revision, Settings, Source } from '../../shared/records/records.ts';
import { defaultSettings, settingsIn } from '../../shared/records/settings.ts';
import type { Draft, Notice } from '../../shared/sync/device-store.ts';
import type { Deletion } from '../ports.ts';
import type { Database } from './database.ts';
import { forgetIfShown, isLeftShown, noteLeft } from './left-texts.ts';
import { inReadingOrder } from './reading-order.ts';
import { reopening } from './reopen.ts';
import { type SharedQuery, sharedQuery } from './shared-query.ts';
import { sourcesOf } from './sources-of.ts';
import { countUnsent } from './unsent.ts';

/*
 * How the screens read the device's copy: each hook shows what is stored and follows every change, from whatever tab or worker it
 * comes. `undefined` means that it is still being read.
 */

/** The database that the hooks below read; provided once, around the whole app. */
export const LiveDatabase = createContext<Database | null>(null);

/** How many of a document's ended jobs are shown beside those that are not ended. */
const recentJobs = 20;

/** Where a document stands in the library; the list goes from the highest to the lowest. */
export type LibraryKey = readonly [changedAt: number, id: string];

/** A stretch of the library: below `before` (null: from the top) down to and with `downTo`, or else `limit` documents. */
export type Stretch = {
  /** Null: whatever folder they are in. */
  readonly project: ProjectId | null;
  readonly before: LibraryKey | null;
  readonly downTo: LibraryKey | null;
  readonly limit: number;
};

/** Documents, the last changed first; `last` is the key of the last one if there are more below. Deleted ones are left out. */
export const useLibrary = (
  stretch: Stretch,
): { readonly documents: readonly Document[]; readonly last: LibraryKey | null } | undefined =>
  useLive(`library ${JSON.stringify(stretch)}`, async (database) => {
    const { before, downTo, limit } = stretch;
    const rows = database.records.documents
      .where(stretch.project === null ? '[changedAt+id]' : '[projectId+changedAt+id]')
      .between(keyIn(stretch, downTo ?? [Dexie.minKey, Dexie.minKey]), keyIn(stretch, before ?? [Dexie.maxKey, Dexie.maxKey]))
      .reverse();
    const asked = downTo === null ? rows.limit(limit + 1) : rows;
    const [deleted, found] = await withDeleted(database, () => asked.toArray());
    const documents = found.slice(0, downTo === null ? limit : found.length);
    const lowest = documents.at(-1);
    const last = found.length > documents.length && lowest ? ([lowest.changedAt, lowest.id] as const) : null;
    return { documents: documents.filter(({ id }) => !deleted.has(id)), last };
  });

/**
 * Rows with what is deleted. That is asked for first, so that a deletion which is done meanwhile never shows its row once more; and both
 * at once, without a transaction around them, whose answer would come only when it has ended.
 */
const withDeleted = <T>({ deletions }: Database, rows: () => PromiseLike<T>): Promise<[ReadonlySet<string>, T]> => {
  const deleted = deletions.toArray().then((all) => new Set<string>(all.map(({ id }) => id)));
  return Promise.all([deleted, rows()]);
};

const keyIn = ({ project }: Stretch, key: readonly [unknown, unknown]): unknown[] =>
  project === null ? [...key] : [project, ...key];

/** The library's folders by name. */
export const useProjects = (): readonly Project[] | undefined =>
  useLive('projects', async (database) => {
    const [deleted, projects] = await withDeleted(database, () => database.records.projects.toArray());
    return projects
      .filter(({ id }) => !deleted.has(id))
      .toSorted((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
  });

/** The deletions that can still be taken back, the first to end first. */
export const useDeletions = (): readonly Deletion[] | undefined => useShared(deletions);

const deletions = sharedQuery(async ({ deletions }) => (await deletions.toArray()).toSorted((a, b) => a.until - b.until));

/** Null when there is no such document here. */
export const useDocument = (id: DocumentId): Document | null | undefined =>
  useLive(`document ${id}`, async ({ records }) => (await records.documents.get(id)) ?? null);

/** A document's blocks in reading order. */
export const useBlocks = (document: DocumentId): readonly Block[] | undefined =>
  useLive(`blocks ${document}`, async ({ records }) =>
    inReadingOrder(await records.blocks.where('documentId').equals(document).toArray()),
  );

/** Reads a document once, as it stands: what to do with all of it at a person's click. */
export function useReadDocument(): (
  id: DocumentId,
  without: ReadonlySet<string>,
) => Promise<{ readonly title: string; readonly texts: readonly string[] }> {
  const database = useDatabase();
  return async (id, without) => {
    const { documents, blocks, revisions } = database.records;
    const inOrder = inReadingOrder(await blocks.where('documentId').equals(id).toArray());
    const current = inOrder.flatMap((block) => (block.current === null || without.has(block.id) ? [] : [block.current]));
    const found = await revisions.bulkGet(current);
    return {
      title: (await documents.get(id))?.title ?? '',
      texts: found.flatMap((each) => (each === undefined ? [] : [each.text])),
    };
  };
}

/** Null without an id, and when it is not here. While another id is being read, the revision before it stays. */
export function useRevision(id: RevisionId | null): Revision | null | undefined {
  const database = useDatabase();
  return useLiveQuery(
    () => reopening(database.strict, async () => (id === null ? null : ((await database.records.revisions.get(id)) ?? null))),
    [database, id],
  );
}

/**
 * True once the page shows what this tab itself has last done to a block's text: only then may a person go on from there. `shown` is the
 * text that the block's row points to. While `isWanted` and something newer has come over it, the copy is asked what stands now.
 */
export function useOwnIsShown(block: Block, shown: Revision | null, isWanted: boolean): boolean {
  const database = useDatabase();
  const [, lookAgain] = useReducer((times: number) => times + 1, 0);
  const isShown = block.current === (shown?.id ?? null) && isLeftShown(database, block.id, shown);
  useEffect(() => {
    if (isShown) return forgetIfShown(database, block.id, shown);
    if (!isWanted) return;
    // After every answer of the live queries: the next one may be older than what is read here, but no more once nobody writes.
    let isOver = false;
    void reopening(database.strict, () => noteLeft(database, block.id)).then(() => isOver || lookAgain());
    return () => {
      isOver = true;
    };
  }, [database, block, shown, isShown, isWanted]);
  return isShown;
}

/** A text without its words: what a list of many shows. */
export type RevisionHead = Omit<Revision, 'text'> & { readonly words: number };

/** The texts that a block has or had, the newest first. */
export const useRevisions = (block: BlockId, limit: number): readonly RevisionHead[] | undefined =>
  useLive(`revisions ${block} ${limit}`, async ({ records }) => {
    const revisions = await records.revisions
      .where('[blockId+createdAt+id]')
      .between([block, Dexie.minKey, Dexie.minKey], [block, Dexie.maxKey, Dexie.maxKey])
      .reverse()
      .limit(limit)
      .toArray();
    return revisions.map(({ text, ...head }) => ({ ...head, words: countWords(text) }));
  });

/** Reads once what a suggestion is merged of: the block's own text, the suggested one, and the one that this was made from. */
export function useReadSuggestion(): (id: BlockId) => Promise<{
  readonly mine: Revision | null;
  readonly theirs: Revision | null;
  readonly anchor: Revision | null;
}> {
  const { records } = useDatabase();
  return async (id) => {
    const read = async (revision: RevisionId | null | undefined) =>
      revision === null || revision === undefined ? null : ((await records.revisions.get(revision)) ?? null);
    const block = await records.blocks.get(id);
    const theirs = await read(block?.suggestion);
    return { mine: await read(block?.current), theirs, anchor: await read(theirs?.basedOn) };
  };
}

/** A document's sources, in the order in which they were added. */
export const useSources = (document: DocumentId): readonly Source[] | undefined =>
  useLive(`sources ${document}`, (database) => sourcesOf(database, document));

/** Jobs, the newest first. */
export const useJobs = ({ limit }: { readonly limit: number }): readonly Job[] | undefined =>
  useLive(`jobs ${limit}`, async ({ jobs }) => {
    const stored = await jobs.orderBy('[createdAt+id]').reverse().limit(limit).toArray();
    return stored.map(({ job }) => job);
  });

/** Null when there is no such job here. */
export const useJob = (id: JobId): Job | null | undefined =>
  useLive(`job ${id}`, async ({ jobs }) => (await jobs.get(id))?.job ?? null);

/** The jobs that are not ended, accepted or not, the oldest first. */
export const useActiveJobs = (): readonly Job[] | undefined => useShared(activeJobs);

const activeJobs = sharedQuery(async ({ jobs }) => {
  const stored = await jobs.where('active').equals(1).toArray();
  return stored.map(({ job }) => job).toSorted((a, b) => a.createdAt - b.createdAt);
});

/** A document's jobs, the newest first: all that are not ended, and the last few that are. */
export const useJobsOfDocument = (document: DocumentId): readonly Job[] | undefined =>
  useLive(`jobs of ${document}`, async ({ jobs }) => {
    // At once: one after the other, the second would wait behind what others write in between. Nor in one transaction: see `withDeleted`.
    const [active, recent] = await Promise.all([
      jobs.where('active').equals(1).toArray(),
      jobs
        .where('[documentId+createdAt]')
        .between([document, Dexie.minKey], [document, Dexie.maxKey])
        .reverse()
        .limit(recentJobs)
        .toArray(),
    ]);
    const own = new Map([...recent, ...active].filter((job) => job.documentId === document).map(({ job }) => [job.id, job]));
    return [...own.values()].toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
  });

/** What this person wants everywhere: their own choices over the defaults. */
export const useSettings = (): Settings | undefined => useShared(wishes)?.settings;

/** The theme that a person has chosen anywhere; null while they have not. */
export const useChosenTheme = (): Settings['theme'] | null | undefined => useShared(wishes)?.theme;

const wishes = sharedQuery(async ({ records }) => {
  const row = await records.settings.get(defaultSettings.id);
  return { settings: settingsIn(row), theme: row?.theme ?? null };
});

/** Which device this is; null before its first session. */
export const useDevice = (): DeviceId | null | undefined => useShared(device);

const device = sharedQuery(async ({ state }) => (await state.get('device'))?.state.device ?? null);

/** What a person should be told once, the oldest first. */
export const useNotices = (): readonly Notice[] | undefined =>
  useLive('notices', ({ notices }) => notices.orderBy('at').toArray());

/** How many changes the server has not acknowledged yet. */
export const useWaitingChanges = (): number | undefined => useLive('waiting', countUnsent);

/** The jobs whose cancel was asked for here and is not confirmed yet (J6). */
export const useCancelling = (): ReadonlySet<JobId> | undefined =>
  useLive('cancelling', async ({ outbox }) => {
    const intents = await outbox.where('change.jobId').above('').toArray();
    return new Set(
      intents.flatMap(({ change }) => (change.type === 'intend' && change.intent.type === 'cancel' ? [change.jobId] : [])),
    );
  });

/** The text of an open call as it was last saved here; null if none was. */
export const useCallDraft = (call: CallId | null): Draft | null | undefined =>
  useLive(`draft ${call}`, async ({ drafts }) => (call === null ? null : ((await drafts.get(call)) ?? null)), 'relaxed');

function useDatabase(): Database {
  const database = useContext(LiveDatabase);
  if (database === null) throw new Error('No LiveDatabase around this component');
  return database;
}

/** The answer to a question that several parts of the page ask; throws, as `useLive` does, if it cannot be read. */
function useShared<T>(query: (database: Database) => SharedQuery<T>): T | undefined {
  const { subscribe, get } = query(useDatabase());
  const answer = useSyncExternalStore(subscribe, get);
  if (answer.type === 'failed') throw answer.error;
  return answer.type === 'answered' ? answer.value : undefined;
}

/** The answer to a query, never that of the query before it: what is typed over another document's title would be saved into it. */
export function useLive<T>(
  key: string,
  query: (database: Database) => PromiseLike<T>,
  from: 'strict' | 'relaxed' = 'strict',
): T | undefined {
  const database = useDatabase();
  const read = async () => ({ key, value: await reopening(database[from], () => query(database)) });
  const answer = useLiveQuery(read, [database, key]);
  return answer?.key === key ? answer.value : undefined;
}
