import type { Transaction } from 'kysely';
import type { AccountId, DeviceId } from '../../shared/kernel/brand.ts';
import { prepare } from './prepared.ts';
import type { AccountRows } from './store.ts';
import type { Tables } from './tables.ts';

type DeviceRows = Pick<AccountRows, 'lastChange' | 'setLastChange' | 'nameDevice' | 'deviceNames'>;

/**
 * One person's devices: how far the outbox of each was applied (S2), and what each is called. `hasSettled`: a change was settled, and a
 * device waits for word of it, also where no row changed.
 */
export function createDevices(
  trx: Transaction<Tables>,
  account: AccountId,
): { readonly rows: DeviceRows; readonly hasSettled: () => boolean } {
  let hasSettled = false;
  const deviceRow = async (device: DeviceId) => (await selectDevice(trx, { account, device }))[0];
  const rows: DeviceRows = {
    lastChange: async (device) => (await deviceRow(device))?.lastChange ?? 0,
    setLastChange: async (device, n) => {
      hasSettled = true;
      await trx
        .insertInto('devices')
        .values({ account, device, lastChange: n, name: null })
        .onConflict((on) => on.columns(['account', 'device']).doUpdateSet({ lastChange: n }))
        .execute();
    },
    nameDevice: async (device, name) => {
      if ((await deviceRow(device))?.name === name) return;
      await trx
        .insertInto('devices')
        .values({ account, device, lastChange: 0, name })
        .onConflict((on) => on.columns(['account', 'device']).doUpdateSet({ name }))
        .execute();
    },
    deviceNames: async () => {
      const rows = await trx.selectFrom('devices').select(['device', 'name']).where('account', '=', account).execute();
      return rows.flatMap(({ device, name }) => (name === null ? [] : [{ device, name }]));
    },
  };
  return { rows, hasSettled: () => hasSettled };
}

const selectDevice = prepare((trx, place) =>
  trx
    .selectFrom('devices')
    .selectAll()
    .where('account', '=', place<AccountId>('account'))
    .where('device', '=', place<DeviceId>('device')),
);
