import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountId, blockId, briefHash, deviceId, documentId, jobId, projectId, revisionId, sourceId } from '../kernel/brand.ts';
import { millis } from '../kernel/time.ts';
import type { ResultChange } from '../recipes/recipe.ts';
import type { Block, RecordTable } from '../records/records.ts';
import { defaultSettings } from '../records/settings.ts';
import { applyChange, newJob, settingsOf } from './apply.ts';
import { applyResult, resultRevision } from './apply-result.ts';
import { type Change, changeSchema, type JobSeed } from './change.ts';
import { createMemoryDeviceStore } from './device-store.memory.ts';
import type { RowSet } from './row-set.ts';

const at = millis(1_000);
const [document, block] = [documentId('d1'), blockId('b1')];
const seed: JobSeed = {
  id: jobId('job'),
  kind: 'block.generate',
  recipe: 1,
  brief: briefHash('brief'),
  title: 'A text',
  documentId: document,
  targets: [block],
  model: 'default',
  priority: 'normal',
  createdBy: null,
  createdAt: at,
};
const promptBlock: Block = {
  id: block,
  documentId: document,
  kind: 'prompt',
  order: 'a0',
  prompt: 'Sum up.',
  current: null,
  suggestion: null,
  aside: null,
};

type Edit = { readonly id: string; readonly basedOn: string | null; readonly text: string };

/** A document `d1` with an empty prompt block `b1`. */
async function openRows() {
  const store = createMemoryDeviceStore({ device: deviceId('device'), account: accountId('ann') });
  const inside = <T>(run: (rows: RowSet) => Promise<T>): Promise<T> => store.transaction(run);
  const apply = (change: Change) => inside((rows) => applyChange(rows, change, at));
  await apply({
    type: 'create-document',
    document: { id: document, projectId: null, title: 'Report', model: 'default', createdAt: millis(1), changedAt: millis(1) },
  });
  await apply({ type: 'create-block', block: promptBlock });
  return {
    apply,
    edit: ({ id, basedOn, text }: Edit) => {
      const base = basedOn === null ? null : revisionId(basedOn);
      return apply({ type: 'edit-block', id: block, revision: { id: revisionId(id), basedOn: base, text } });
    },
    createJob: () => apply({ type: 'create-job', job: seed }),
    result: (anchor: string | null, text = 'The job wrote this.') => {
      const base = anchor === null ? null : revisionId(anchor);
      const write: ResultChange = { type: 'write-block', blockId: block, anchor: base, text, cutOff: false, sources: [] };
      return inside((rows) => applyResult(rows, newJob(seed), [write], at));
    },
    get: <T extends RecordTable>(table: T, id: string) => inside((rows) => rows.get(table, id)),
    /** The block's texts as the person sees them. */
    texts: () =>
      inside(async (rows) => {
        const row = await rows.get('blocks', block);
        const textOf = async (id: string | null | undefined) =>
          id === null || id === undefined ? null : ((await rows.get('revisions', id))?.text ?? null);
        return {
          current: await textOf(row?.current),
          suggestion: await textOf(row?.suggestion),
          aside: await textOf(row?.aside),
        };
      }),
  };
}

const first: Edit = { id: 'r0', basedOn: null, text: 'Before the job.' };

/** The person's edits after `anchor` in order, with the job's result before the one at `place`, or after the last. */
async function typeAround(
  rows: Awaited<ReturnType<typeof openRows>>,
  anchor: Edit | null,
  edits: readonly { readonly isSameSitting: boolean; readonly text: string }[],
  place: number,
): Promise<void> {
  let sitting = anchor;
  let seen = anchor?.id ?? null;
  for (const [n, edit] of edits.entries()) {
    if (n === place) await rows.result(anchor?.id ?? null);
    // More of the same sitting, be it the one that the job is anchored to, or a new one on top of what the person sees.
    if (!edit.isSameSitting || sitting === null) sitting = { id: `r${n + 1}`, basedOn: seen, text: '' };
    await rows.edit({ ...sitting, text: edit.text });
    seen = (await rows.get('blocks', block))?.current ?? null;
  }
  if (place === edits.length) await rows.result(anchor?.id ?? null);
}

describe('a result and a person in one block', () => {
  test('[J10] an untouched block takes the result as its text', async () => {
    const rows = await openRows();
    await rows.createJob();
    await rows.result(null);
    expect(await rows.texts()).toEqual({ current: 'The job wrote this.', suggestion: null, aside: null });
  });

  test('[J10] an edit on top of the result leaves nothing waiting', async () => {
    const rows = await openRows();
    await rows.createJob();
    await rows.result(null);
    await rows.edit({ id: 'mine', basedOn: resultRevision(seed.id, block), text: 'Better.' });
    expect(await rows.texts()).toEqual({ current: 'Better.', suggestion: null, aside: null });
  });

  test("[J10] whenever the person's edits arrive, theirs is current, the result waits, and no text is lost", async () => {
    const edits = fc.array(fc.record({ isSameSitting: fc.boolean(), text: fc.string({ minLength: 1, maxLength: 8 }) }), {
      minLength: 1,
      maxLength: 5,
    });
    const cases = fc.record({ hasText: fc.boolean(), edits, resultAfter: fc.nat(5) });
    await fc.assert(
      fc.asyncProperty(cases, async ({ hasText, edits, resultAfter }) => {
        const rows = await openRows();
        if (hasText) await rows.edit(first);
        await rows.createJob();
        await typeAround(rows, hasText ? first : null, edits, resultAfter % (edits.length + 1));
        expect(await rows.texts()).toEqual({ current: edits.at(-1)?.text, suggestion: 'The job wrote this.', aside: null });
        if (hasText) expect(await rows.get('revisions', first.id)).toMatchObject({ text: first.text });
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  test('[J10] the text that a job is anchored to does not change under its id', async () => {
    const rows = await openRows();
    await rows.edit({ id: 'r1', basedOn: null, text: 'one' });
    await rows.edit({ id: 'r1', basedOn: null, text: 'one two' });
    expect(await rows.get('revisions', 'r1')).toMatchObject({ text: 'one two', sealed: false });
    await rows.createJob();
    await rows.edit({ id: 'r1', basedOn: null, text: 'one two' });
    expect(await rows.get('blocks', block)).toMatchObject({ current: 'r1' });
    await rows.edit({ id: 'r1', basedOn: null, text: 'one two three' });
    await rows.edit({ id: 'r1', basedOn: null, text: 'one two three four' });
    expect(await rows.get('revisions', 'r1')).toMatchObject({ text: 'one two', sealed: true });
    const current = (await rows.get('blocks', block))?.current ?? '';
    expect(await rows.get('revisions', current)).toMatchObject({ text: 'one two three four', basedOn: 'r1', sealed: false });
  });

  test('a waiting suggestion can be taken, discarded and brought back', async () => {
    const rows = await openRows();
    await rows.createJob();
    await rows.edit({ id: 'mine', basedOn: null, text: 'Mine.' });
    await rows.result(null);
    const revision = resultRevision(seed.id, block);
    await rows.apply({ type: 'set-suggestion', id: block, revision: null });
    expect(await rows.texts()).toMatchObject({ current: 'Mine.', suggestion: null });
    await rows.apply({ type: 'set-suggestion', id: block, revision });
    await rows.apply({ type: 'choose-revision', id: block, revision });
    expect(await rows.texts()).toMatchObject({ current: 'The job wrote this.', suggestion: null });
  });

  test('[J3] a result that is written twice is written once, also after the person took it up', async () => {
    const rows = await openRows();
    await rows.createJob();
    await rows.result(null);
    await rows.edit({ id: 'mine', basedOn: resultRevision(seed.id, block), text: 'Better.' });
    await rows.result(null);
    expect(await rows.texts()).toEqual({ current: 'Better.', suggestion: null, aside: null });
  });
});

describe('changes', () => {
  test('two edits of one text: the last to arrive is current, the other is kept aside', async () => {
    const rows = await openRows();
    await rows.edit({ id: 'r1', basedOn: null, text: 'Start.' });
    await rows.edit({ id: 'here', basedOn: 'r1', text: 'Here.' });
    await rows.edit({ id: 'there', basedOn: 'r1', text: 'There.' });
    expect(await rows.texts()).toEqual({ current: 'There.', suggestion: null, aside: 'Here.' });
    await rows.apply({ type: 'dismiss-aside', id: block });
    expect(await rows.texts()).toMatchObject({ aside: null });
    expect(await rows.get('revisions', 'here')).toMatchObject({ text: 'Here.' });
  });

  test('[S2] the same edit and the same creation again change nothing', async () => {
    const rows = await openRows();
    const edit = { id: 'r1', basedOn: null, text: 'Once.' };
    await rows.edit(edit);
    await rows.createJob();
    const before = await rows.get('blocks', block);
    expect(await rows.edit(edit)).toEqual({ ok: true, value: undefined });
    expect(await rows.createJob()).toEqual({ ok: true, value: undefined });
    expect(await rows.apply({ type: 'create-block', block: promptBlock })).toEqual({ ok: false, error: { type: 'id_taken' } });
    expect(await rows.get('blocks', block)).toEqual(before);
  });

  test("an id that stands for another block's text, or for a job's, is refused", async () => {
    const rows = await openRows();
    await rows.apply({ type: 'create-block', block: { ...promptBlock, id: blockId('b2') } });
    await rows.createJob();
    await rows.result(null);
    await rows.apply({
      type: 'edit-block',
      id: blockId('b2'),
      revision: { id: revisionId('r1'), basedOn: null, text: 'Of b2.' },
    });
    for (const id of ['r1', resultRevision(seed.id, block)]) {
      expect(await rows.edit({ id, basedOn: null, text: 'Mine.' })).toEqual({ ok: false, error: { type: 'id_taken' } });
    }
  });

  test('[S5] what was deleted stays so: a late edit, source or result brings nothing back', async () => {
    const rows = await openRows();
    await rows.edit({ id: 'r1', basedOn: null, text: 'Start.' });
    await rows.createJob();
    await rows.apply({ type: 'delete-document', id: document });
    await rows.result('r1');
    expect(await rows.edit({ id: 'r2', basedOn: 'r1', text: 'Late.' })).toEqual({ ok: false, error: { type: 'gone' } });
    expect(await rows.apply({ type: 'create-block', block: promptBlock })).toEqual({ ok: false, error: { type: 'gone' } });
    expect(await rows.apply({ type: 'delete-source', id: sourceId('s1') })).toEqual({ ok: false, error: { type: 'gone' } });
    for (const [table, id] of [
      ['documents', 'd1'],
      ['blocks', 'b1'],
      ['revisions', 'r1'],
      ['revisions', resultRevision(seed.id, block)],
    ] as const) {
      expect(await rows.get(table, id)).toBeNull();
    }
  });

  test('[S5] a deleted block takes no result, and its document stays', async () => {
    const rows = await openRows();
    await rows.createJob();
    await rows.apply({ type: 'delete-block', id: block });
    await rows.result(null);
    expect(await rows.get('revisions', resultRevision(seed.id, block))).toBeNull();
    expect(await rows.get('documents', document)).not.toBeNull();
  });

  test('a deleted project leaves its documents', async () => {
    const rows = await openRows();
    const project = { id: projectId('p1'), name: 'Quarter', createdAt: at };
    await rows.apply({ type: 'create-project', project });
    await rows.apply({ type: 'patch-document', id: document, fields: { projectId: project.id } });
    await rows.apply({ type: 'delete-project', id: project.id });
    expect(await rows.get('documents', document)).toMatchObject({ projectId: null, title: 'Report' });
  });

  test('a document stands by the last change of anything in it', async () => {
    const rows = await openRows();
    expect(await rows.get('documents', document)).toMatchObject({ createdAt: 1, changedAt: at });
  });
});

describe('settings', () => {
  test('[S4] fields merge: what one device leaves out stays as another has set it', async () => {
    const rows = await openRows();
    expect(await rows.get('settings', 'settings')).toBeNull();
    await rows.apply({ type: 'patch-settings', fields: { whenILeave: 'wait' } });
    expect(await rows.get('settings', 'settings')).toEqual({ id: 'settings', whenILeave: 'wait' });
    expect(await settingsOf(rows)).toEqual({ ...defaultSettings, whenILeave: 'wait' });
    await rows.apply({ type: 'patch-settings', fields: { lostCall: 'ask' } });
    expect(await rows.get('settings', 'settings')).toEqual({ id: 'settings', whenILeave: 'wait', lostCall: 'ask' });
  });

  test('[S6] a field of a newer build survives a change by this one, on the wire and in the row', async () => {
    const rows = await openRows();
    const newer = changeSchema.parse({ type: 'patch-settings', fields: { language: 'pl', theme: 'dark', id: 'other' } });
    expect(newer).toMatchObject({ fields: { language: 'pl', theme: 'dark' } });
    await rows.apply(newer);
    await rows.apply({ type: 'patch-settings', fields: { theme: 'light' } });
    expect(await rows.get('settings', 'settings')).toEqual({ id: 'settings', language: 'pl', theme: 'light' });
  });

  test('a value that this build knows to be wrong is refused, and so is a row without measure', () => {
    const isTaken = (fields: object) => changeSchema.safeParse({ type: 'patch-settings', fields }).success;
    expect(isTaken({ monthlyCap: 20, callsAtOnce: null, maxOutputTokens: 4_000, keepFinishedDays: 90 })).toBe(true);
    for (const wrong of [
      { monthlyCap: -1 },
      { monthlyCap: '20' },
      { theme: 'pink' },
      { callsAtOnce: 0 },
      { keepFinishedDays: 0.5 },
    ])
      expect(isTaken(wrong)).toBe(false);
    expect(isTaken({ language: 'x'.repeat(20_000) })).toBe(false);
  });
});

describe('sources taken in together', () => {
  const source = (id: string, title: string) => ({
    ...{ id: sourceId(id), documentId: document, title, text: 'What it says.', role: 'evidence' as const, type: '' },
    ...{ date: null, author: '', url: '', createdAt: at },
  });
  const together = (ids: readonly string[], title: string): Change => ({
    type: 'create-sources',
    documentId: document,
    sources: ids.map((id) => source(id, title)),
  });

  test('[S2] one that is there already stays as it is; the others come in', async () => {
    const { apply, get } = await openRows();
    await apply(together(['s1'], 'First'));
    expect(await apply(together(['s1', 's2'], 'Second'))).toEqual({ ok: true, value: undefined });
    expect(await get('sources', 's1')).toMatchObject({ title: 'First' });
    expect(await get('sources', 's2')).toMatchObject({ title: 'Second' });
  });

  test('[S5] none comes into a document that was deleted', async () => {
    const { apply, get } = await openRows();
    await apply({ type: 'delete-document', id: document });
    expect(await apply(together(['s1'], 'Late'))).toEqual({ ok: false, error: { type: 'gone' } });
    expect(await get('sources', 's1')).toBeNull();
  });
});
