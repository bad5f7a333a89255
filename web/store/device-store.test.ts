import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { expect, test } from 'vitest';
import { accountId, deviceId } from '../../shared/kernel/brand.ts';
import { aDocument, deviceStoreContract } from '../../shared/sync/device-store.contract.ts';
import { createDatabase } from './database.ts';
import { createDeviceStore, nextGeneration, ReplacedError } from './device-store.ts';

let made = 0;

function freshDatabase() {
  made += 1;
  return createDatabase(`test${made}`);
}

const account = accountId('account');
const storeOn = (database: ReturnType<typeof createDatabase>, newDevice = 'device') =>
  createDeviceStore({ database, account, newDevice: deviceId(newDevice) });

deviceStoreContract('IndexedDB', () => storeOn(freshDatabase()));

test('a device keeps its name, whatever the next start would have named it', async () => {
  const database = freshDatabase();
  await storeOn(database).transaction((tx) => tx.state());
  const state = await storeOn(database, 'another').transaction((tx) => tx.state());
  expect(state.device).toBe('device');
});

test('a reading does not name a new device: the first transaction does', async () => {
  const database = freshDatabase();
  const read = await storeOn(database, 'reader').read((tx) => tx.state());
  const state = await storeOn(database).transaction((tx) => tx.state());
  expect([read.device, state.device]).toEqual(['reader', 'device']);
});

test('[J4] an engine that was replaced reads no more than it writes', async () => {
  const database = freshDatabase();
  const generation = await nextGeneration(database);
  const store = createDeviceStore({ database, account, newDevice: deviceId('device'), generation });
  await store.read((tx) => tx.pending());
  await nextGeneration(database);
  await expect(store.read((tx) => tx.pending())).rejects.toThrow(ReplacedError);
});

test('a connection that the browser has closed is opened anew, and the transaction is run once more', async () => {
  const database = freshDatabase();
  const store = storeOn(database);
  await store.transaction((tx) => tx.put('documents', aDocument('d1')));
  let runs = 0;
  const found = await store.transaction(async (tx) => {
    runs += 1;
    if (runs === 1) throw Object.assign(new Error('Connection to Indexed Database server lost'), { name: 'UnknownError' });
    return tx.get('documents', 'd1');
  });
  expect([runs, found]).toEqual([2, aDocument('d1')]);
});

test('what went wrong twice is told', async () => {
  const lost = Object.assign(new Error('The database connection is closing.'), { name: 'InvalidStateError' });
  const failing = storeOn(freshDatabase()).transaction(() => Promise.reject(lost));
  await expect(failing).rejects.toThrow('The database connection is closing.');
});

test('a copy of the first version is opened with all that is in it, and has room for what came later', async () => {
  const old = new Dexie('meanwhile-first-version');
  old.version(1).stores({ documents: 'id, [changedAt+id], projectId', state: 'key' });
  await old.table('documents').put(aDocument('d1'));
  old.close();
  const store = storeOn(createDatabase('first-version'));
  await store.transaction((tx) => tx.put('settings', { id: 'settings', whenILeave: 'wait', lostCall: 'ask' }));
  const found = await store.transaction(async (tx) => [await tx.get('documents', 'd1'), await tx.get('settings', 'settings')]);
  expect(found).toEqual([aDocument('d1'), { id: 'settings', whenILeave: 'wait', lostCall: 'ask' }]);
});
