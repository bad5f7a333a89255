import { sql, type Transaction } from 'kysely';
import type { Job, Status } from '../../shared/engine/job.ts';
import type { AccountId, DocumentId, JobId } from '../../shared/kernel/brand.ts';
import type { Millis } from '../../shared/kernel/time.ts';
import { jobOfRow } from './job-row.ts';
import type { Tables } from './tables.ts';

/** Which of a person's jobs, newest first; null where it does not matter. */
export type JobsQuery = {
  readonly status: Status | null;
  readonly kind: string | null;
  readonly documentId: DocumentId | null;
  /** The last job of the page before. */
  readonly after: { readonly createdAt: Millis; readonly id: JobId } | null;
  readonly limit: number;
};

/** A creation that may be sent again: the job that it made, and a hash of what was asked. */
type KeptKey = { readonly key: string; readonly bodyHash: string; readonly job: JobId };

/** What only the API for programs asks of one person's rows. It sees what is committed, and its own writes. */
export type ApiRows = {
  readonly jobsPage: (query: JobsQuery) => Promise<readonly Job[]>;
  /** The creation that was kept under a key after `since`. */
  readonly keptKey: (key: string, since: Millis) => Promise<KeptKey | null>;
  /** Keeps a key and forgets this person's older than `since`. */
  readonly keepKey: (kept: KeptKey, at: Millis, since: Millis) => Promise<void>;
};

/** The rows of one person, for the API. */
export function createApiRows(trx: Transaction<Tables>, account: AccountId): ApiRows {
  return {
    jobsPage: (query) => shownPage(trx, account, query),
    keptKey: async (key, since) => {
      const row = await trx
        .selectFrom('idempotency_keys')
        .select(['key', 'bodyHash', 'job'])
        .where('account', '=', account)
        .where('key', '=', key)
        .where('createdAt', '>', since)
        .executeTakeFirst();
      return row ?? null;
    },
    keepKey: async (kept, at, since) => {
      await trx.deleteFrom('idempotency_keys').where('account', '=', account).where('createdAt', '<=', since).execute();
      await trx
        .insertInto('idempotency_keys')
        .values({ ...kept, account, createdAt: at })
        .execute();
    },
  };
}

/**
 * A page of jobs by what they are shown as: one that waits for its driver (`waitsForDriver`) is stored as what it would do next, and is
 * never found by that.
 */
async function shownPage(trx: Transaction<Tables>, account: AccountId, query: JobsQuery): Promise<readonly Job[]> {
  const { status, limit } = query;
  const page = (more: Partial<StoredQuery>) => jobsPage(trx, account, { ...query, forDriver: null, ...more });
  if (status === 'queued' || status === 'running') return page({ forDriver: false });
  if (status !== 'waiting') return page({});
  const stored = await page({});
  const derived = [
    ...(await page({ status: 'queued', forDriver: true })),
    ...(await page({ status: 'running', forDriver: true })),
  ];
  return [...stored, ...derived].toSorted(newestFirst).slice(0, limit);
}

const newestFirst = (a: Job, b: Job): number => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1);

/** `forDriver`: whether it waits for its driver, among those that are queued or running; null where it does not matter. */
type StoredQuery = JobsQuery & { readonly forDriver: boolean | null };

/** As the row has it: made by a device that it waits for, and driven by nobody. */
const waitsForDriver = sql<boolean>`(lease is null and body ->> 'whenILeave' = 'wait' and body ->> 'createdBy' is not null)`;

async function jobsPage(trx: Transaction<Tables>, account: AccountId, query: StoredQuery): Promise<readonly Job[]> {
  const { status, kind, documentId, forDriver, after, limit } = query;
  const { createdAt, id } = after ?? { createdAt: null, id: null };
  const rows = await trx
    .selectFrom('jobs')
    .select(['lease', 'body'])
    .where('account', '=', account)
    .$if(status !== null, (jobs) => jobs.where('status', '=', status))
    .$if(forDriver !== null, (jobs) => jobs.where(forDriver === true ? waitsForDriver : sql<boolean>`not ${waitsForDriver}`))
    .$if(kind !== null, (jobs) => jobs.where('kind', '=', kind))
    .$if(documentId !== null, (jobs) => jobs.where('documentId', '=', documentId))
    .$if(after !== null, (jobs) =>
      jobs
        // Says less than the next line, but in a form that leads straight into the index.
        .where('createdAt', '<=', createdAt)
        .where((where) => where.or([where('createdAt', '<', createdAt), where('id', '<', id)])),
    )
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(jobOfRow);
}
