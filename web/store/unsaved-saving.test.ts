import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { accountId, deviceId, documentId } from '../../shared/kernel/brand.ts';
import { testNewId } from '../../shared/kernel/random.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { testClock } from '../../shared/kernel/time.ts';
import type { ActionFailure, StorageHealth } from '../ports.ts';
import { createActions } from './actions.ts';
import { createDatabase } from './database.ts';
import { createDeviceStore } from './device-store.ts';
import { keepUnsaved, type SmallStorage, unsavedNames } from './unsaved-keeping.ts';
import { saveUnsaved } from './unsaved-saving.ts';

const account = 'ann';
let made = 0;

/** A browser's small storage; `isFull`: it takes nothing. */
function smallStorage(isFull = false): SmallStorage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (at) => [...kept.keys()][at] ?? null,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => {
      if (isFull) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      kept.set(name, value);
    },
    removeItem: (name) => void kept.delete(name),
  };
}

const value = async <T>(done: Promise<Result<T, ActionFailure>>): Promise<T> => {
  const result = await done;
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

/** A device with a document whose one block has a prompt and a text. */
async function device() {
  made += 1;
  const database = createDatabase(`unsaved${made}`);
  const store = createDeviceStore({ database, account: accountId(account), newDevice: deviceId('device') });
  const newId = testNewId();
  const deps = { database, store, clock: testClock(), newId, changed: () => undefined, storage: (_: StorageHealth) => undefined };
  const actions = createActions(deps, async () => null);
  const document = await value(actions.createDocument({ title: 'Report' }));
  const [block] = await database.records.blocks.toArray();
  if (block === undefined) throw new Error('No block');
  await value(actions.setPrompt(block.id, 'Before.'));
  const revision = await value(actions.saveText(actions.beginSitting(block.id, null), 'It went well.'));
  const storage = smallStorage();
  const now = async () => {
    const row = await database.records.blocks.get(block.id);
    const current = row?.current ? await database.records.revisions.get(row.current) : undefined;
    return {
      title: (await database.records.documents.get(document))?.title,
      prompt: row?.prompt,
      promptAside: row?.promptAside ?? null,
      text: current?.text,
      aside: row?.aside ?? null,
    };
  };
  const changes = () => database.outbox.count();
  const takeUp = () => saveUnsaved({ storage, account, actions, records: database.records });
  return { database, actions, document, block: block.id, revision, storage, now, changes, takeUp };
}

/** A prompt that was changed once more before the first change was saved. */
const twice = [
  { text: 'Bef', was: 'Before.' },
  { text: 'After.', was: 'Bef' },
];

test('[J1] a title, a prompt and a text that a page left when it went are saved, once', async () => {
  const { actions, document, block, revision, storage, now, changes, takeUp } = await device();
  const sitting = actions.beginSitting(block, revision);
  keepUnsaved(storage, account, '1', [{ type: 'title', document, saves: [{ text: 'Review', was: 'Report' }] }]);
  keepUnsaved(storage, account, '2', [
    {
      type: 'prompt',
      block,
      saves: twice,
    },
    { type: 'text', sitting, saves: [{ text: 'It went very well.', was: 'It went well.' }] },
  ]);
  await takeUp();
  const saved = { title: 'Review', prompt: 'After.', promptAside: null, text: 'It went very well.', aside: null };
  expect(await now()).toEqual(saved);
  expect(unsavedNames(storage, account)).toEqual([]);
  const sent = await changes();
  await takeUp();
  expect(await changes()).toBe(sent);
});

test('[J1] what the page had the time to save after all is not saved again, nor told as somebody else’s', async () => {
  const { actions, block, storage, now, changes, takeUp } = await device();
  await value(actions.setPrompt(block, 'Bef', 'Before.'));
  await value(actions.setPrompt(block, 'After.', 'Bef'));
  const sent = await changes();
  keepUnsaved(storage, account, '1', [
    {
      type: 'prompt',
      block,
      saves: twice,
    },
  ]);
  await takeUp();
  expect(await now()).toMatchObject({ prompt: 'After.', promptAside: null });
  expect(await changes()).toBe(sent);
});

test('[S4] what was written elsewhere before the words are saved is kept beside them', async () => {
  const { actions, block, storage, now, takeUp } = await device();
  keepUnsaved(storage, account, '1', [{ type: 'prompt', block, saves: [{ text: 'Mine.', was: 'Before.' }] }]);
  await value(actions.setPrompt(block, 'Theirs.', 'Before.'));
  await takeUp();
  expect(await now()).toMatchObject({ prompt: 'Mine.', promptAside: 'Theirs.' });
});

test('words wait while the device is full, and are forgotten when what they are of is gone, or when nobody can read them', async () => {
  const { actions, block, database, storage, now, takeUp } = await device();
  keepUnsaved(storage, account, '1', [{ type: 'prompt', block, saves: [{ text: 'After.', was: 'Before.' }] }]);
  const full = { ...actions, setPrompt: async () => ({ ok: false, error: { type: 'storage_full' } }) as const };
  await saveUnsaved({ storage, account, actions: full, records: database.records });
  expect(unsavedNames(storage, account)).toHaveLength(1);
  await takeUp();
  expect(await now()).toMatchObject({ prompt: 'After.' });
  keepUnsaved(storage, account, '2', [{ type: 'title', document: documentId('gone'), saves: [{ text: 'New', was: 'Old' }] }]);
  storage.setItem('meanwhile-unsaved ann 3', 'no words');
  await takeUp();
  expect(unsavedNames(storage, account)).toEqual([]);
});

test('another account’s words are left alone, and a browser that keeps nothing is no trouble', async () => {
  const { block, storage, now, takeUp } = await device();
  const words = [{ type: 'prompt', block, saves: [{ text: 'After.', was: 'Before.' }] }] as const;
  keepUnsaved(storage, 'bob', '1', words);
  keepUnsaved(smallStorage(true), account, '1', words);
  await takeUp();
  expect(await now()).toMatchObject({ prompt: 'Before.' });
  expect(unsavedNames(storage, 'bob')).toHaveLength(1);
});
