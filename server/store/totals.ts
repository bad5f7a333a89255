import type { Transaction } from 'kysely';
import type { AccountId } from '../../shared/kernel/brand.ts';
import type { AccountRows } from './store.ts';
import type { Tables } from './tables.ts';

const nothing = { paid: 0, kept: 0, paidTwice: 0 };

/** One person's account of tokens: sums that grow, so that nobody has to count all calls. */
export function createTotals(trx: Transaction<Tables>, account: AccountId): Pick<AccountRows, 'totals' | 'addToTotals'> {
  return {
    totals: async () => {
      const row = await trx
        .selectFrom('totals')
        .select(['paid', 'kept', 'paidTwice'])
        .where('account', '=', account)
        .executeTakeFirst();
      return row ?? nothing;
    },
    addToTotals: async (more) => {
      const added = { ...nothing, ...more };
      if (added.paid === 0 && added.kept === 0 && added.paidTwice === 0) return;
      await trx
        .insertInto('totals')
        .values({ account, ...added })
        .onConflict((on) =>
          on.column('account').doUpdateSet((set) => ({
            paid: set('totals.paid', '+', added.paid),
            kept: set('totals.kept', '+', added.kept),
            paidTwice: set('totals.paidTwice', '+', added.paidTwice),
          })),
        )
        .execute();
    },
  };
}
