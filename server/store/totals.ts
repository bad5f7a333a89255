import type { Transaction } from 'kysely';
import type { AccountId } from '../../shared/kernel/brand.ts';
import type { AccountRows } from './store.ts';
import type { Tables } from './tables.ts';

const nothing = { paid: 0, kept: 0, paidTwice: 0 };

type Sums = Pick<AccountRows, 'totals' | 'addToTotals' | 'spending' | 'addToSpending'>;

/** One person's account of tokens and money: sums that grow, so that nobody has to count all calls. */
export function createTotals(trx: Transaction<Tables>, account: AccountId): Sums {
  return {
    spending: async (month) => {
      const row = await trx
        .selectFrom('spending')
        .select(['micros', 'unpriced'])
        .where('account', '=', account)
        .where('month', '=', month)
        .executeTakeFirst();
      return row ?? { micros: 0, unpriced: 0 };
    },
    addToSpending: async (month, { micros, unpriced }) => {
      if (micros === 0 && unpriced === 0) return;
      await trx
        .insertInto('spending')
        .values({ account, month, micros, unpriced })
        .onConflict((on) =>
          on.columns(['account', 'month']).doUpdateSet((set) => ({
            micros: set('spending.micros', '+', micros),
            unpriced: set('spending.unpriced', '+', unpriced),
          })),
        )
        .execute();
    },
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
