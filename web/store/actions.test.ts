import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { accountId, analysisId, type DocumentId, deviceId } from '../../shared/kernel/brand.ts';
import { testNewId } from '../../shared/kernel/random.ts';
import { millis, testClock } from '../../shared/kernel/time.ts';
import { catalog, openWork } from '../../shared/recipes/catalog.ts';
import type { DeviceStore } from '../../shared/sync/device-store.ts';
import type { NewSource, StorageHealth } from '../ports.ts';
import { createActions } from './actions.ts';
import { createDatabase } from './database.ts';
import { createDeviceStore } from './device-store.ts';
import { inReadingOrder } from './reading-order.ts';

let made = 0;

function desk(of: { readonly around?: (store: DeviceStore) => DeviceStore; readonly sample?: null } = {}) {
  made += 1;
  const database = createDatabase(`actions${made}`);
  const own = createDeviceStore({ database, account: accountId('account'), newDevice: deviceId('device') });
  const health: StorageHealth[] = [];
  let changes = 0;
  const clock = testClock();
  const deps = {
    database,
    store: of.around?.(own) ?? own,
    clock,
    newId: testNewId(),
    changed: () => {
      changes += 1;
    },
    storage: (next: StorageHealth) => health.push(next),
  };
  const pullRequest = {
    number: 7,
    title: 'Keep the copy',
    body: 'Rows are durable.',
    mergedAt: '2026-11-21T10:00:00Z',
    url: '',
    author: { login: 'meanwhile' },
  };
  const actions = createActions(deps, async () => (of.sample === null ? null : [pullRequest]));
  const outbox = async () => (await database.outbox.orderBy('n').toArray()).map(({ change }) => change.type);
  const blocks = async (id: DocumentId) => inReadingOrder(await database.records.blocks.where('documentId').equals(id).toArray());
  return { actions, database, clock, health, outbox, blocks, changes: () => changes };
}

const value = async <T>(done: Promise<{ ok: true; value: T } | { ok: false; error: unknown }>): Promise<T> => {
  const result = await done;
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

const note: NewSource = { title: 'Note', text: 'It is green.', role: 'evidence', type: '', date: null, author: '', url: '' };

test('[J1] a new document and its first block are one transaction, in the outbox with it', async () => {
  const { actions, blocks, outbox, changes } = desk();
  const id = await value(actions.createDocument({ title: 'Review' }));
  expect((await blocks(id)).map(({ kind, prompt }) => [kind, prompt])).toEqual([['prompt', '']]);
  expect(await outbox()).toEqual(['create-document', 'create-block']);
  expect(changes()).toBe(1);
});

test('[J1] an action that is refused half way leaves nothing', async () => {
  const { actions, database, outbox, changes } = desk();
  const id = await value(actions.createDocument());
  await value(actions.deleteDocument(id));
  const before = await outbox();
  const refused = await actions.addSources(id, [note]);
  expect(refused).toEqual({ ok: false, error: { type: 'gone' } });
  expect(await outbox()).toEqual(before);
  expect([await database.records.sources.count(), changes()]).toEqual([0, 2]);
});

test('a full disk is told, changes nothing, and is forgotten at the next write that succeeds', async () => {
  let isFull = false;
  const { actions, database, health } = desk({
    around: (store) => ({
      ...store,
      transaction: (run) =>
        store.transaction(async (tx) => {
          const result = await run(tx);
          if (isFull) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
          return result;
        }),
    }),
  });
  await value(actions.createDocument());
  isFull = true;
  expect(await actions.createDocument()).toEqual({ ok: false, error: { type: 'storage_full' } });
  expect(await database.records.documents.count()).toBe(1);
  isFull = false;
  await value(actions.createDocument());
  expect(health.map(({ type }) => type)).toEqual(['ok', 'full', 'ok']);
});

test('[J2] a job carries a frozen copy of all that its prompt needs', async () => {
  const { actions, database, blocks } = desk();
  const id = await value(actions.createDocument({ title: 'Review' }));
  const [block] = await blocks(id);
  if (block === undefined) throw new Error('No block');
  await value(actions.setPrompt(block.id, 'Say what it is.'));
  await value(actions.addSources(id, [note]));
  const sitting = actions.beginSitting(block.id, block.current);
  await value(actions.saveText(sitting, 'A draft'));
  const jobId = await value(actions.generate(block.id));
  await value(actions.setPrompt(block.id, 'Something else.'));
  const stored = await database.jobs.get(jobId);
  const brief = await database.briefs.get(stored?.job.brief ?? '');
  expect(stored?.job).toMatchObject({ status: 'queued', targets: [block.id], model: 'default', createdBy: 'device' });
  expect(brief?.brief.input).toMatchObject({
    documentTitle: 'Review',
    prompt: 'Say what it is.',
    anchor: sitting.revision,
    sources: [{ title: 'Note', text: 'It is green.' }],
  });
  if (stored === undefined || brief === undefined) throw new Error('No job');
  expect(openWork(catalog, stored.job, brief.brief).ok).toBe(true);
});

test('[J2] a brief that is larger than a job may carry is refused before anything is queued', async () => {
  const { actions, blocks, outbox } = desk();
  const id = await value(actions.createDocument());
  const [block] = await blocks(id);
  if (block === undefined) throw new Error('No block');
  await value(actions.setPrompt(block.id, 'Sum it up.'));
  await value(
    actions.addSources(
      id,
      Array.from({ length: 5 }, () => ({ ...note, text: 'x'.repeat(1_000_000) })),
    ),
  );
  const refused = await actions.generate(block.id);
  expect(refused).toMatchObject({ ok: false, error: { type: 'brief_too_large', maxBytes: 4 * 1024 * 1024 } });
  expect(await outbox()).not.toContain('create-job');
});

test('[J10] a block has one writing job at a time, and Generate all leaves busy ones out', async () => {
  const { actions, database, blocks } = desk();
  const id = await value(actions.createDocument());
  const [first] = await blocks(id);
  if (first === undefined) throw new Error('No block');
  const second = await value(actions.addBlock(id, 'prompt', null));
  await value(actions.setPrompt(first.id, 'First.'));
  await value(actions.setPrompt(second, 'Second.'));
  const own = await value(actions.generate(first.id));
  expect(await actions.generate(first.id)).toEqual({ ok: false, error: { type: 'wrong_state' } });
  const all = await value(actions.generateAll(id));
  expect((await database.jobs.get(all))?.job.targets).toEqual([second]);
  expect(await actions.generateAll(id)).toEqual({ ok: false, error: { type: 'wrong_state' } });
  await value(actions.intend(own, { type: 'cancel' }));
  await value(actions.generate(first.id));
});

test('[J10] a sitting that goes on after a job was anchored to its text continues in a new revision', async () => {
  const { actions, database, blocks } = desk();
  const id = await value(actions.createDocument());
  const [block] = await blocks(id);
  if (block === undefined) throw new Error('No block');
  await value(actions.setPrompt(block.id, 'Go on.'));
  const sitting = actions.beginSitting(block.id, block.current);
  await value(actions.saveText(sitting, 'One'));
  await value(actions.saveText(sitting, 'One two'));
  await value(actions.generate(block.id));
  await value(actions.saveText(sitting, 'One two three'));
  const texts = (await database.records.revisions.toArray()).map(({ text, sealed }) => [text, sealed]);
  expect(texts.toSorted()).toEqual([
    ['One two three', false],
    ['One two', true],
  ]);
});

/** A document whose only block a person has written into. */
async function written(text = 'It was long.') {
  const own = desk();
  const { actions, blocks, database } = own;
  const id = await value(actions.createDocument({ title: 'Review' }));
  await value(actions.addSources(id, [note]));
  const [block] = await blocks(id);
  if (block === undefined) throw new Error('No block');
  const sitting = actions.beginSitting(block.id, null);
  await value(actions.saveText(sitting, text));
  const briefOf = async (job: string) => {
    const stored = await database.jobs.get(job);
    return (await database.briefs.get(stored?.job.brief ?? ''))?.brief;
  };
  const current = async () => (await database.records.blocks.get(block.id))?.current ?? '';
  const textNow = async () => (await database.records.revisions.get(await current()))?.text;
  return { ...own, document: id, block: block.id, revision: sitting.revision, briefOf, textNow };
}

test('[J2, J10] a refining job carries the text, what is wanted of it, and the sources; one at a time', async () => {
  const { actions, database, block, revision, briefOf } = await written();
  const job = await value(actions.refine(block, ' Say how long. \n'));
  expect(await briefOf(job)).toMatchObject({
    kind: 'block.refine',
    title: 'Refine: Say how long.',
    input: { anchor: revision, text: 'It was long.', feedback: 'Say how long.', sources: [{ title: 'Note' }] },
  });
  expect((await database.records.revisions.get(revision))?.sealed).toBe(true);
  expect(await actions.refine(block, 'Again.')).toEqual({ ok: false, error: { type: 'wrong_state' } });
  expect(await actions.generate(block)).toEqual({ ok: false, error: { type: 'wrong_state' } });
});

test('[J10] an analysis may be asked for while another job writes, holds nothing, and ends with its block', async () => {
  const { actions, database, block, revision, briefOf } = await written();
  await value(actions.refine(block, 'Longer.'));
  const job = (await value(actions.analyze(block))) ?? 'none';
  expect((await database.jobs.get(job))?.job).toMatchObject({ targets: [], about: block, title: 'Analyze: It was long.' });
  expect(await briefOf(job)).toMatchObject({ kind: 'block.analyze', input: { revision, text: 'It was long.' } });
  await value(actions.deleteBlock(block));
  expect((await database.jobs.get(job))?.job.status).toBe('cancelled');
});

test('a text is analyzed once, unless it has changed or is asked for anew', async () => {
  const { actions, database, document, block, revision } = await written();
  const job = await value(actions.analyze(block));
  expect(await value(actions.analyze(block))).toBeNull();
  expect(await value(actions.analyze(block, { again: true }))).toBeNull();
  if (job === null) throw new Error('No job');
  await value(actions.intend(job, { type: 'cancel' }));
  const made = { documentId: document, blockId: block, revision, parts: [], createdAt: millis(1), jobId: job };
  await database.records.analyses.put({ ...made, id: analysisId('a1'), model: 'demo', sources: [] });
  expect(await value(actions.analyze(block))).toBeNull();
  const again = await value(actions.analyze(block, { again: true }));
  expect(again).not.toBeNull();
  if (again !== null) await value(actions.intend(again, { type: 'cancel' }));
  await value(actions.insertText(block, 'More.'));
  expect(await value(actions.analyze(block))).not.toBeNull();
});

test('an empty block can be neither refined nor analyzed', async () => {
  const { actions, block } = await written('  ');
  for (const asked of [actions.refine(block, 'Longer.'), actions.analyze(block)])
    expect(await asked).toEqual({ ok: false, error: { type: 'wrong_state' } });
});

test('a part is put at the end of a text and taken back, unless the text has changed since', async () => {
  const { actions, block, revision, textNow } = await written('It was long.\n');
  const first = await value(actions.insertText(block, '> Quite long.\n'));
  expect(await textNow()).toBe('It was long.\n\n> Quite long.\n');
  await value(actions.undoInsert(first));
  expect(await textNow()).toBe('It was long.\n');
  const second = await value(actions.insertText(block, 'More.'));
  expect(second.before).toBe(revision);
  await value(actions.saveText(actions.beginSitting(block, second.revision), 'All mine.'));
  expect(await actions.undoInsert(second)).toEqual({ ok: false, error: { type: 'wrong_state' } });
  expect(await textNow()).toBe('All mine.');
});

test('deleting a document cancels the jobs that would go on writing it', async () => {
  const { actions, database, blocks } = desk();
  const id = await value(actions.createDocument());
  const [block] = await blocks(id);
  if (block === undefined) throw new Error('No block');
  await value(actions.setPrompt(block.id, 'Write.'));
  const job = await value(actions.generate(block.id));
  await value(actions.deleteDocument(id));
  expect((await database.jobs.get(job))?.job.status).toBe('cancelled');
  expect(await blocks(id)).toEqual([]);
});

test('blocks are added below another, and move up and down', async () => {
  const { actions, blocks } = desk();
  const id = await value(actions.createDocument());
  const [first] = await blocks(id);
  if (first === undefined) throw new Error('No block');
  const last = await value(actions.addBlock(id, 'text', null));
  const middle = await value(actions.addBlock(id, 'prompt', first.id));
  const ids = async () => (await blocks(id)).map((block) => block.id);
  expect(await ids()).toEqual([first.id, middle, last]);
  await value(actions.moveBlock(last, 'up'));
  expect(await ids()).toEqual([first.id, last, middle]);
  await value(actions.moveBlock(first.id, 'down'));
  expect(await ids()).toEqual([last, first.id, middle]);
  await value(actions.moveBlock(last, 'up'));
  expect(await ids()).toEqual([last, first.id, middle]);
});

test('the sample is ready to run: its sources, and prompts in their order', async () => {
  const { actions, database, blocks } = desk();
  const id = await value(actions.createSample());
  const sources = await database.records.sources.toArray();
  expect(sources).toMatchObject([{ title: '#7 Keep the copy', role: 'evidence', type: 'PR_AUTHORED', author: 'meanwhile' }]);
  expect((await blocks(id)).every(({ prompt }) => prompt.length > 20)).toBe(true);
  await value(actions.generateAll(id));
});

test('a sample that cannot be fetched makes no document', async () => {
  const { actions, database } = desk({ sample: null });
  expect(await actions.createSample()).toEqual({ ok: false, error: { type: 'unreachable' } });
  expect(await database.records.documents.count()).toBe(0);
});

test('[J1] what a person wants everywhere is changed field by field, offline too', async () => {
  const { actions, database, outbox } = desk();
  await value(actions.changeSettings({ whenILeave: 'wait' }));
  await value(actions.changeSettings({ lostCall: 'ask' }));
  expect(await database.records.settings.toArray()).toEqual([{ id: 'settings', whenILeave: 'wait', lostCall: 'ask' }]);
  expect(await outbox()).toEqual(['patch-settings', 'patch-settings']);
});

test('[J6] stopping everything is one transaction with a cancel for each job that is not ended', async () => {
  const { actions, blocks, outbox, database } = desk();
  const id = await value(actions.createDocument({ title: 'Review' }));
  await value(actions.addBlock(id, 'prompt', null));
  for (const block of await blocks(id)) {
    await value(actions.setPrompt(block.id, 'Write it.'));
    await value(actions.generate(block.id));
  }
  expect(await value(actions.stopAll())).toBe(2);
  expect((await outbox()).slice(-2)).toEqual(['intend', 'intend']);
  expect(await database.jobs.where('active').equals(1).count()).toBe(0);
  expect(await value(actions.stopAll())).toBe(0);
});

test('clearing takes ended jobs and the briefs that only they needed; what the server has not heard of stays', async () => {
  const { actions, blocks, database } = desk();
  const id = await value(actions.createDocument({ title: 'Review' }));
  const [block] = await blocks(id);
  if (block === undefined) throw new Error('The document has no block.');
  await value(actions.setPrompt(block.id, 'Write it.'));
  await value(actions.generate(block.id));
  await value(actions.stopAll());
  expect(await value(actions.clearFinishedJobs())).toBe(0);
  await database.outbox.clear();
  await database.bases.clear();
  expect(await value(actions.clearFinishedJobs())).toBe(1);
  expect([await database.jobs.count(), await database.briefs.count(), await database.records.blocks.count()]).toEqual([0, 0, 1]);
});
