import type { Insertable, Selectable, Transaction } from 'kysely';
import type { AccountId } from '../../shared/kernel/brand.ts';
import type { Millis } from '../../shared/kernel/time.ts';
import type { EndedJobsTable } from './store-tables.ts';
import type { Tables } from './tables.ts';

/** How a job ended. */
export type EndedJob = Omit<Selectable<EndedJobsTable>, 'no'>;

/** Jobs of one kind, model and size are alike enough to be compared. */
export type Like = Pick<EndedJob, 'kind' | 'model' | 'size'>;

/** The memory of how jobs ended. It outlives the jobs, holds nothing of what they wrote, and knows nobody's documents. */
export type EndedJobs = {
  readonly add: (end: Insertable<EndedJobsTable>) => Promise<void>;
  /** How long the newest alike took that completed, in ms; at most `limit`. */
  readonly tookMs: (like: Like, limit: number) => Promise<readonly number[]>;
  /** The ends since a time, newest first, at most `limit`; of everybody where `account` is null. */
  readonly since: (at: Millis, account: AccountId | null, limit: number) => Promise<readonly EndedJob[]>;
  /** Forgets those from before a time. */
  readonly forget: (before: Millis) => Promise<void>;
};

/** The rows of `ended_jobs` in a transaction. */
export function createEndedJobs(trx: Transaction<Tables>): EndedJobs {
  return {
    add: async (end) => {
      await trx.insertInto('ended_jobs').values(end).execute();
    },
    tookMs: async ({ kind, model, size }, limit) => {
      const rows = await trx
        .selectFrom('ended_jobs')
        .select('tookMs')
        .where('kind', '=', kind)
        .where('model', '=', model)
        .where('size', '=', size)
        .where('isSample', '=', 1)
        .orderBy('no', 'desc')
        .limit(limit)
        .execute();
      return rows.flatMap(({ tookMs }) => (tookMs === null ? [] : [tookMs]));
    },
    since: (at, account, limit) => {
      const ends = trx
        .selectFrom('ended_jobs')
        .select(['account', 'kind', 'model', 'size', 'status', 'reason', 'endedAt', 'tookMs', 'isSample', 'isInside'])
        .where('endedAt', '>=', at);
      const own = account === null ? ends : ends.where('account', '=', account);
      return own.orderBy('endedAt', 'desc').limit(limit).execute();
    },
    forget: async (before) => {
      await trx.deleteFrom('ended_jobs').where('endedAt', '<', before).execute();
    },
  };
}
