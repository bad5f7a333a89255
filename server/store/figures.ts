import { sql, type Transaction } from 'kysely';
import type { Status } from '../../shared/engine/job.ts';
import type { Millis } from '../../shared/kernel/time.ts';
import type { EndStatus } from './store-tables.ts';
import type { Tables } from './tables.ts';

/** Unfinished jobs of one kind and status. */
export type JobFigure = { readonly kind: string; readonly status: Status; readonly jobs: number };

/** Jobs of one kind that ended in one way. */
export type EndFigure = { readonly kind: string; readonly status: EndStatus; readonly jobs: number };

/** What a monitor asks of everybody's rows: numbers alone, each at the cost of what is new or under way. */
export type Figures = {
  readonly unfinished: () => Promise<readonly JobFigure[]>;
  /** When the oldest job that may begin and has not begun was asked for; null if there is none. */
  readonly waitingSince: () => Promise<Millis | null>;
  /** The ends past a place in the memory of ends, and the place to go on from; the first is 0. */
  readonly endsAfter: (place: number) => Promise<{ readonly ends: readonly EndFigure[]; readonly place: number }>;
  /** Tokens of possibly paid attempts that were repeated, of everybody (L7). */
  readonly paidTwice: () => Promise<number>;
};

/** The figures of a transaction. */
export function createFigures(trx: Transaction<Tables>): Figures {
  const count = sql<number>`count(*)`.as('jobs');
  return {
    unfinished: () =>
      trx.selectFrom('jobs').select(['kind', 'status', count]).where('active', '=', 1).groupBy(['kind', 'status']).execute(),
    waitingSince: async () => {
      const oldest = await trx
        .selectFrom('jobs')
        .select(({ fn }) => fn.min('createdAt').as('at'))
        .where('active', '=', 1)
        .where('status', '!=', 'paused')
        .where(sql`body ->> 'startedAt'`, 'is', null)
        .executeTakeFirst();
      return oldest?.at ?? null;
    },
    endsAfter: async (place) => {
      const newer = trx.selectFrom('ended_jobs').where('no', '>', place);
      const ends = await newer.select(['kind', 'status', count]).groupBy(['kind', 'status']).execute();
      const newest = await newer.select(({ fn }) => fn.max('no').as('no')).executeTakeFirst();
      return { ends, place: newest?.no ?? place };
    },
    paidTwice: async () => {
      const sum = await trx
        .selectFrom('totals')
        .select(({ fn }) => fn.sum<number | null>('paidTwice').as('tokens'))
        .executeTakeFirst();
      return sum?.tokens ?? 0;
    },
  };
}
