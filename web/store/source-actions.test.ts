import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { accountId, deviceId } from '../../shared/kernel/brand.ts';
import { testNewId } from '../../shared/kernel/random.ts';
import { testClock } from '../../shared/kernel/time.ts';
import { blockGenerate } from '../../shared/recipes/block-generate.ts';
import { everything } from '../../shared/recipes/context.ts';
import type { NewSource } from '../ports.ts';
import { createActions } from './actions.ts';
import { createDatabase } from './database.ts';
import { createDeviceStore } from './device-store.ts';
import { sourcesOf } from './sources-of.ts';

let made = 0;

/** A document without sources. */
async function openDocument() {
  made += 1;
  const database = createDatabase(`sources${made}`);
  const store = createDeviceStore({ database, account: accountId('account'), newDevice: deviceId('device') });
  const deps = { database, store, clock: testClock(), newId: testNewId(), changed: () => {}, storage: () => {} };
  const actions = createActions(deps, async () => null);
  const created = await actions.createDocument();
  if (!created.ok) throw new Error(created.error.type);
  const document = created.value;
  const titles = async () => (await sourcesOf(database, document)).map(({ title }) => title);
  const outbox = async () => (await database.outbox.orderBy('n').toArray()).map(({ change }) => change.type);
  return { database, actions, document, titles, outbox };
}

const named = (title: string, of: Partial<NewSource> = {}): NewSource => ({
  ...{ title, text: `What ${title} is.`, role: 'evidence', type: '', date: null, author: '', url: '' },
  ...of,
});
const numbered = (count: number) => Array.from({ length: count }, (_, at) => named(`Source ${at}`));

test('[J1] an import of many is a few changes, and is told as it goes in, in the order of the file', async () => {
  const { actions, document, titles, outbox } = await openDocument();
  const told: number[] = [];
  const added = await actions.addSources(document, numbered(1_200), (count) => told.push(count));
  expect(added.ok && added.value.length).toBe(1_200);
  expect(told).toEqual([500, 1_000, 1_200]);
  expect(await outbox()).toEqual(['create-document', 'create-block', 'create-sources', 'create-sources', 'create-sources']);
  expect(await titles()).toEqual(numbered(1_200).map(({ title }) => title));
});

test('large texts are spread over more changes', async () => {
  const { actions, document, outbox } = await openDocument();
  await actions.addSources(
    document,
    [1, 2, 3].map((n) => named(`${n}`, { text: 'x'.repeat(600_000) })),
  );
  expect((await outbox()).filter((type) => type === 'create-sources')).toHaveLength(3);
});

test('what does not fit is refused whole, before anything is taken in', async () => {
  const { actions, document, titles } = await openDocument();
  const tooLarge = named('Long', { text: 'x'.repeat(1024 * 1024 + 1) });
  expect(await actions.addSources(document, [named('Short'), tooLarge])).toMatchObject({
    ok: false,
    error: { type: 'source_too_large', title: 'Long' },
  });
  expect(await actions.addSources(document, numbered(5_001))).toMatchObject({ error: { type: 'too_many_sources', there: 0 } });
  expect(await titles()).toEqual([]);
});

test('a source can be changed, within its limit', async () => {
  const { actions, database, document } = await openDocument();
  const added = await actions.addSources(document, [named('First')]);
  const id = added.ok ? added.value[0] : undefined;
  if (id === undefined) throw new Error('Nothing was added');
  const goal = named('A goal', { role: 'goal', date: '2026-09-30' });
  expect(await actions.changeSource(id, goal)).toMatchObject({ ok: true });
  expect(await database.records.sources.get(id)).toMatchObject(goal);
  expect(await actions.changeSource(id, named('Long', { text: 'é'.repeat(600_000) }))).toMatchObject({
    error: { type: 'source_too_large' },
  });
  expect(await database.records.sources.get(id)).toMatchObject(goal);
});

test('[J2] a job is made from the sources that its document’s context lets in; without a context from all', async () => {
  const { actions, database, document } = await openDocument();
  const may = named('May', { date: '2026-05-02', type: 'PR_AUTHORED' });
  const june = named('June', { date: '2026-06-02', type: 'PR_REVIEWED' });
  await actions.addSources(document, [may, june, named('Goal', { role: 'goal' })]);
  const block = await database.records.blocks.where('documentId').equals(document).first();
  if (block === undefined) throw new Error('No block');
  const usedBy = async (prompt: string) => {
    await actions.setPrompt(block.id, prompt);
    const queued = await actions.generate(block.id);
    if (!queued.ok) throw new Error(queued.error.type);
    const briefs = (await database.briefs.toArray()).map(({ brief }) => blockGenerate.parse(brief.input));
    await actions.intend(queued.value, { type: 'cancel' });
    return briefs
      .flatMap((input) => (input.ok && input.value.prompt === prompt ? input.value.sources : []))
      .map(({ title }) => title);
  };
  expect(await usedBy('All.')).toEqual(['May', 'June', 'Goal']);
  await actions.setContext(document, { ...everything, from: '2026-06-01', goals: false });
  expect(await usedBy('Some.')).toEqual(['June']);
});

test('a document keeps whom it is about', async () => {
  const { actions, database, document } = await openDocument();
  expect((await database.records.documents.get(document))?.login).toBeUndefined();
  await actions.setLogin(document, 'ann');
  expect((await database.records.documents.get(document))?.login).toBe('ann');
});
