import { type Collection, Dexie } from 'dexie';
import type { Job } from '../../shared/engine/job.ts';
import type { BriefHash, DocumentId } from '../../shared/kernel/brand.ts';
import type { Brief } from '../../shared/recipes/recipe.ts';
import { folded } from '../search/folded.ts';
import type { Database, StoredJob } from './database.ts';
import { useLive } from './live.ts';

/** Which jobs are looked for; null stands for any. */
export type JobFilter = {
  /** `active`: not ended. */
  readonly state: 'active' | 'completed' | 'failed' | 'cancelled' | null;
  readonly kind: string | null;
  readonly document: DocumentId | null;
  /** Asked for at or after `from` and before `until`, in ms since 1970. */
  readonly from: number | null;
  readonly until: number | null;
  /** Their title has each of these words. */
  readonly words: string;
};

/** How many are shown, and through how many of those that an index finds it is looked for them. */
export type JobReach = { readonly limit: number; readonly reach: number };

/** The newest first. `hasMore`: more are there than asked for; `isCutShort`: older ones were not looked at. */
export type FoundJobs = { readonly jobs: readonly Job[]; readonly hasMore: boolean; readonly isCutShort: boolean };

/** The jobs that a filter lets through. */
export const useFoundJobs = (filter: JobFilter, reach: JobReach): FoundJobs | undefined =>
  useLive(`jobs ${JSON.stringify({ filter, reach })}`, (database) => findJobs(database, filter, reach));

/** Of these documents, those whose last job has failed. */
export const useFailedLast = (documents: readonly DocumentId[]): ReadonlySet<DocumentId> | undefined =>
  useLive(`failed last ${documents}`, async ({ strict, jobs }) => {
    // In one transaction: fifty of their own take their time to begin and to end.
    const last = await strict.transaction('r', jobs, () =>
      Promise.all(
        documents.map((id) =>
          jobs.where('[documentId+createdAt]').between([id, Dexie.minKey], [id, Dexie.maxKey]).reverse().first(),
        ),
      ),
    );
    return new Set(last.flatMap((stored) => (stored?.job.status === 'failed' ? [stored.job.documentId] : [])));
  });

/** The brief of a job that was made here; null if it is not on this device. */
export const useOwnBrief = (hash: BriefHash): Brief | null | undefined =>
  useLive(`brief ${hash}`, async ({ briefs }) => (await briefs.get(hash))?.brief ?? null);

/**
 * Reads by the index that leaves the fewest, from the newest on, and stops as soon as it has enough. What no index tells is compared row
 * by row, through at most `reach` rows, so that a rare word among a hundred thousand jobs does not hold the page up.
 */
export async function findJobs(database: Database, filter: JobFilter, { limit, reach }: JobReach): Promise<FoundJobs> {
  const matches = matcherOf(filter);
  if (filter.state === 'active') {
    const active = (await database.jobs.where('active').equals(1).toArray()).filter(matches);
    const newest = active.toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1)).map(({ job }) => job);
    return { jobs: newest.slice(0, limit), hasMore: newest.length > limit, isCutShort: false };
  }
  let read = 0;
  const stored = await byIndex(database, filter)
    .until(() => {
      read += 1;
      return read > reach;
    })
    .filter(matches)
    .limit(limit + 1)
    .toArray();
  const hasMore = stored.length > limit;
  return { jobs: stored.slice(0, limit).map(({ job }) => job), hasMore, isCutShort: !hasMore && read > reach };
}

function byIndex({ jobs }: Database, { state, kind, document, from, until }: JobFilter): Collection<StoredJob, string> {
  const first = from ?? Dexie.minKey;
  const last = until ?? Dexie.maxKey;
  const within = (index: string, value: string) =>
    jobs.where(`[${index}+createdAt]`).between([value, first], [value, last], true, false).reverse();
  if (document !== null) return within('documentId', document);
  if (state === 'failed' || state === 'cancelled') return within('job.status', state);
  if (kind !== null) return within('job.kind', kind);
  if (state !== null) return within('job.status', state);
  return jobs.where('[createdAt+id]').between([first, Dexie.minKey], [last, Dexie.minKey], true, false).reverse();
}

function matcherOf({ state, kind, document, from, until, words }: JobFilter): (stored: StoredJob) => boolean {
  const terms = folded(words).split(/\s+/).filter(Boolean);
  return ({ job, createdAt }) => {
    if (state !== null && state !== 'active' && job.status !== state) return false;
    if (kind !== null && job.kind !== kind) return false;
    if (document !== null && job.documentId !== document) return false;
    if ((from !== null && createdAt < from) || (until !== null && createdAt >= until)) return false;
    if (terms.length === 0) return true;
    const title = folded(job.title);
    return terms.every((term) => title.includes(term));
  };
}
