import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { accountId, type DocumentId, deviceId } from '../../shared/kernel/brand.ts';
import { testNewId } from '../../shared/kernel/random.ts';
import { testClock } from '../../shared/kernel/time.ts';
import { type NewSource, undoMs } from '../ports.ts';
import { createActions } from './actions.ts';
import { createDatabase } from './database.ts';
import { finishAllDeletions } from './deletions.ts';
import { createDeviceStore } from './device-store.ts';
import { inReadingOrder } from './reading-order.ts';

let made = 0;

function desk() {
  made += 1;
  const database = createDatabase(`library${made}`);
  const store = createDeviceStore({ database, account: accountId('account'), newDevice: deviceId('device') });
  const clock = testClock();
  const deps = { database, store, clock, newId: testNewId(), changed: () => {}, storage: () => {} };
  const actions = createActions(deps, async () => null);
  const outbox = async () => (await database.outbox.orderBy('n').toArray()).map(({ change }) => change.type);
  const blocks = async (id: DocumentId) => inReadingOrder(await database.records.blocks.where('documentId').equals(id).toArray());
  return { actions, database, deps, clock, outbox, blocks };
}

const value = async <T>(done: Promise<{ ok: true; value: T } | { ok: false; error: unknown }>): Promise<T> => {
  const result = await done;
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

const note: NewSource = { title: 'Note', text: 'It is green.', role: 'evidence', type: '', date: null, author: '', url: '' };
const gone = { ok: false, error: { type: 'gone' } };

test('a template’s blocks stand in the new document in their order', async () => {
  const { actions, blocks } = desk();
  const id = await value(
    actions.createDocument({
      blocks: [
        { kind: 'prompt', prompt: 'Begin.' },
        { kind: 'text', prompt: '' },
      ],
    }),
  );
  expect((await blocks(id)).map(({ kind, prompt }) => [kind, prompt])).toEqual([
    ['prompt', 'Begin.'],
    ['text', ''],
  ]);
  expect(await blocks(await value(actions.createDocument({ blocks: [] })))).toEqual([]);
});

test('a copy has the blocks, their texts as they stand and the sources, and no job', async () => {
  const { actions, database, blocks } = desk();
  const project = await value(actions.createProject('Reviews'));
  const original = await value(actions.createDocument({ title: 'Review', projectId: project }));
  await value(actions.setModel(original, 'demo'));
  await value(actions.addSources(original, [note]));
  const [block] = await blocks(original);
  if (!block) throw new Error('no block');
  await value(actions.setPrompt(block.id, 'Sum up.'));
  await value(actions.saveText(actions.beginSitting(block.id, null), 'A first text.'));
  await value(actions.generate(block.id));
  const copy = await value(actions.duplicateDocument(original, 'Review (copy)'));
  const [copied, ...more] = await blocks(copy);
  expect([copied?.prompt, more.length]).toEqual(['Sum up.', 0]);
  const text = await database.records.revisions.get(copied?.current ?? '');
  expect([text?.text, text?.by, text?.documentId]).toEqual(['A first text.', { type: 'person' }, copy]);
  expect(await database.records.documents.get(copy)).toMatchObject({ title: 'Review (copy)', projectId: project, model: 'demo' });
  expect((await database.records.sources.where('documentId').equals(copy).toArray()).map(({ text: says }) => says)).toEqual([
    note.text,
  ]);
  expect(await database.jobs.where('documentId').equals(copy).count()).toBe(0);
  expect(await actions.duplicateDocument(copy, 'x')).toMatchObject({ ok: true });
});

test('[S5] a deletion that is taken back leaves no trace, and cannot be taken back once it is done', async () => {
  const { actions, database, clock, outbox } = desk();
  const id = await value(actions.createDocument({ title: 'Review' }));
  const before = await outbox();
  await value(actions.beginDeletion({ type: 'document', id, title: 'Review' }));
  await value(actions.finishDeletions());
  expect(await database.records.documents.get(id)).toBeDefined();
  await value(actions.undoDeletion(id));
  clock.advance(undoMs + 1);
  await value(actions.finishDeletions());
  expect([await outbox(), await database.records.documents.get(id)]).toEqual([before, expect.anything()]);
  expect(await actions.undoDeletion(id)).toEqual(gone);
});

test('[S5] an overdue deletion cancels what is being written and deletes, in one transaction and once', async () => {
  const { actions, database, clock, outbox, blocks } = desk();
  const id = await value(actions.createDocument({ title: 'Review' }));
  const [block] = await blocks(id);
  if (!block) throw new Error('no block');
  await value(actions.setPrompt(block.id, 'Sum up.'));
  const job = await value(actions.generate(block.id));
  await value(actions.beginDeletion({ type: 'document', id, title: 'Review' }));
  expect((await database.jobs.get(job))?.active).toBe(1);
  clock.advance(undoMs);
  await Promise.all([value(actions.finishDeletions()), value(actions.finishDeletions())]);
  expect((await outbox()).slice(-2)).toEqual(['intend', 'delete-document']);
  expect((await database.jobs.get(job))?.job.status).toBe('cancelled');
  expect([await database.records.documents.count(), await database.deletions.count()]).toEqual([0, 0]);
});

test('[S5] with nobody left to take it back a deletion is done at once, and what is gone already is no reason to fail', async () => {
  const { actions, database, deps } = desk();
  const id = await value(actions.createDocument({ title: 'Review' }));
  const other = await value(actions.createDocument({ title: 'Notes' }));
  await value(actions.beginDeletion({ type: 'document', id, title: 'Review' }));
  await value(actions.beginDeletion({ type: 'document', id: other, title: 'Notes' }));
  await value(actions.deleteDocument(other));
  await value(finishAllDeletions(deps));
  expect([await database.records.documents.count(), await database.deletions.count()]).toEqual([0, 0]);
});

test('a deletion of a clock that was put back is not left open', async () => {
  const { actions, database, clock } = desk();
  const id = await value(actions.createDocument());
  await value(actions.beginDeletion({ type: 'document', id, title: '' }));
  clock.setWall(clock.now() - 86_400_000);
  await value(actions.finishDeletions());
  expect(await database.records.documents.count()).toBe(0);
});

test('a folder can be made, renamed and deleted; its documents stay', async () => {
  const { actions, database, clock } = desk();
  const project = await value(actions.createProject('Reviews'));
  await value(actions.renameProject(project, 'Reviews 2026'));
  const id = await value(actions.createDocument({ title: 'Review' }));
  await value(actions.moveDocument(id, project));
  expect(await database.records.documents.where('projectId').equals(project).count()).toBe(1);
  await value(actions.beginDeletion({ type: 'project', id: project, title: 'Reviews 2026' }));
  clock.advance(undoMs);
  await value(actions.finishDeletions());
  expect(await database.records.projects.count()).toBe(0);
  expect(await database.records.documents.get(id)).toMatchObject({ title: 'Review', projectId: null });
});
