import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { accountId, deviceId, type RevisionId } from '../../shared/kernel/brand.ts';
import { testNewId } from '../../shared/kernel/random.ts';
import { testClock } from '../../shared/kernel/time.ts';
import { createActions } from './actions.ts';
import { createDatabase } from './database.ts';
import { createDeviceStore } from './device-store.ts';
import { forgetIfShown, isLeftShown, noteLeft } from './left-texts.ts';

let made = 0;

/** A block of a tab, with the rows that its page would have read by now. */
async function ownBlock() {
  made += 1;
  const database = createDatabase(`left${made}`);
  const store = createDeviceStore({ database, account: accountId('account'), newDevice: deviceId('device') });
  const deps = { database, store, clock: testClock(), newId: testNewId(), changed: () => {}, storage: () => {} };
  const actions = createActions(deps, async () => null);
  const document = await actions.createDocument({ title: 'Review' });
  if (!document.ok) throw new Error(document.error.type);
  const [block] = await database.records.blocks.where('documentId').equals(document.value).toArray();
  if (block === undefined) throw new Error('No block');
  const row = async () => (await database.records.blocks.get(block.id)) ?? block;
  const shown = async () => {
    const { current } = await row();
    return current === null ? null : ((await database.records.revisions.get(current)) ?? null);
  };
  const save = (basedOn: RevisionId | null, text: string) => actions.saveText(actions.beginSitting(block.id, basedOn), text);
  return { database, actions, id: block.id, row, shown, save };
}

test('[S4] what was shown before this tab’s own save is too old to go on from, and what the save left is not', async () => {
  const { database, id, row, shown, save } = await ownBlock();
  expect(isLeftShown(database, id, null)).toBe(true);
  const saving = save(null, 'First.');
  expect(isLeftShown(database, id, null)).toBe(false);
  await saving;
  expect(isLeftShown(database, id, null)).toBe(false);
  const first = await shown();
  expect(isLeftShown(database, id, first)).toBe(true);
  await save(first?.id ?? null, 'Second.');
  expect(isLeftShown(database, id, first)).toBe(false);
  expect(isLeftShown(database, id, await shown())).toBe(true);
  expect((await row()).aside).toBeNull();
});

test('[S4] the same turn of typing with fewer letters is too old as well', async () => {
  const { database, actions, id, shown } = await ownBlock();
  const sitting = actions.beginSitting(id, null);
  await actions.saveText(sitting, 'Begun');
  const begun = await shown();
  await actions.saveText(sitting, 'Begun, and ended.');
  expect(begun?.id).toBe((await shown())?.id);
  expect(isLeftShown(database, id, begun)).toBe(false);
});

test('[S4] a text that this tab chose from the history has to be shown before anybody goes on from it', async () => {
  const { database, actions, id, shown, save } = await ownBlock();
  await save(null, 'First.');
  const first = await shown();
  if (first === null) throw new Error('No text');
  await save(first.id, 'Second.');
  const second = await shown();
  await actions.chooseRevision(id, first.id);
  expect(isLeftShown(database, id, second)).toBe(false);
  expect(isLeftShown(database, id, first)).toBe(true);
});

test('once it was shown, the page follows whatever comes from elsewhere', async () => {
  const { database, id, shown, save } = await ownBlock();
  await save(null, 'First.');
  const first = await shown();
  forgetIfShown(database, id, null);
  expect(isLeftShown(database, id, null)).toBe(false);
  forgetIfShown(database, id, first);
  expect(isLeftShown(database, id, null)).toBe(true);
});

test('a text from elsewhere that came over one’s own before that was shown is found by asking what stands', async () => {
  const { database, id, shown, save } = await ownBlock();
  await save(null, 'Mine.');
  const mine = await shown();
  if (mine === null) throw new Error('No text');
  const theirs = { ...mine, text: 'Theirs.' };
  await database.records.revisions.put(theirs);
  expect(isLeftShown(database, id, theirs)).toBe(false);
  await noteLeft(database, id);
  expect(isLeftShown(database, id, theirs)).toBe(true);
});

test('an act that was refused leaves what was waited for', async () => {
  const { database, actions, id, shown, save } = await ownBlock();
  const [block, revision] = [id, actions.beginSitting(id, null).revision];
  expect((await actions.undoInsert({ block, revision, before: revision })).ok).toBe(false);
  expect(isLeftShown(database, id, null)).toBe(true);
  await save(null, 'First.');
  expect((await actions.undoInsert({ block, revision, before: revision })).ok).toBe(false);
  expect(isLeftShown(database, id, null)).toBe(false);
  expect(isLeftShown(database, id, await shown())).toBe(true);
});
