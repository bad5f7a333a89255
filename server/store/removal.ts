import { sql, type Transaction } from 'kysely';
import { type AccountId, type BriefHash, jobId } from '../../shared/kernel/brand.ts';
import { inParts } from './parts.ts';
import type { AccountRows } from './store.ts';
import type { RemovedJobsTable } from './store-tables.ts';
import type { Tables } from './tables.ts';

type Removal = Pick<AccountRows, 'finishedJobs' | 'isRemovedJob' | 'dropUnusedBriefs'>;

/** What may be cleared away of one person's rows. */
export function createRemoval(trx: Transaction<Tables>, account: AccountId): Removal {
  const endedAt = sql<number>`body ->> 'endedAt'`;
  return {
    finishedJobs: async ({ endedBefore, isProgramsOnly, limit }) => {
      const finished = trx
        .selectFrom('jobs')
        .select('id')
        .where('account', '=', account)
        // None has ended before it was made: so only old ones are looked into.
        .where('createdAt', '<', endedBefore)
        .where('active', '=', 0)
        .where(endedAt, '<', endedBefore);
      const those = isProgramsOnly ? finished.where(sql`body ->> 'createdBy'`, 'is', null) : finished;
      return (await those.orderBy('createdAt').orderBy('id').limit(limit).execute()).map(({ id }) => id);
    },
    isRemovedJob: async (id) => {
      const row = trx.selectFrom('removed_jobs').select('id').where('account', '=', account).where('id', '=', id);
      return (await row.executeTakeFirst()) !== undefined;
    },
    dropUnusedBriefs: async (limit) => {
      const unused = await trx
        .selectFrom('briefs')
        .select('hash')
        .where('account', '=', account)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('jobs')
                .select('jobs.id')
                .whereRef('jobs.account', '=', 'briefs.account')
                .whereRef('jobs.brief', '=', 'briefs.hash'),
            ),
          ),
        )
        .limit(limit)
        .execute();
      await dropBriefs(
        trx,
        account,
        unused.map(({ hash }) => hash),
      );
      return unused.length;
    },
  };
}

async function dropBriefs(trx: Transaction<Tables>, account: AccountId, hashes: readonly BriefHash[]): Promise<void> {
  for (const part of inParts(hashes)) {
    await trx.deleteFrom('briefs').where('account', '=', account).where('hash', 'in', part).execute();
  }
}

/** Takes jobs away with all their calls, and keeps their ids in their places, so that devices hear of it and nobody makes them again. */
export async function writeRemoved(trx: Transaction<Tables>, rows: readonly RemovedJobsTable[]): Promise<void> {
  for (const { account, id } of rows) {
    await trx.deleteFrom('jobs').where('account', '=', account).where('id', '=', jobId(id)).execute();
    // The pieces of their logs go with them.
    await trx.deleteFrom('calls').where('account', '=', account).where('job', '=', id).execute();
  }
  for (const part of inParts(rows)) {
    await trx
      .insertInto('removed_jobs')
      .values(part)
      .onConflict((on) => on.column('id').doUpdateSet((set) => ({ seq: set.ref('excluded.seq') })))
      .execute();
  }
}
