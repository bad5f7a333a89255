import { expect, test } from 'vitest';
import {
  accountId,
  blockId,
  briefHash,
  callId,
  deviceId,
  documentId,
  jobId,
  projectId,
  revisionId,
  seq,
  stepId,
} from '../kernel/brand.ts';
import { millis } from '../kernel/time.ts';
import type { Block, Document } from '../records/records.ts';
import { defaultSettings } from '../records/settings.ts';
import { newJob } from './apply.ts';
import type { OutboxEntry } from './change.ts';
import type { DeviceStore } from './device-store.ts';

export const aDocument = (id: string, changedAt = 1): Document => ({
  id: documentId(id),
  projectId: null,
  title: id,
  model: 'default',
  createdAt: millis(1),
  changedAt: millis(changedAt),
});

export const aBlock = (id: string, document: string): Block => ({
  id: blockId(id),
  documentId: documentId(document),
  kind: 'prompt',
  order: 'a0',
  prompt: 'Say it',
  current: null,
  suggestion: null,
  aside: null,
});

export const aJob = (id: string) =>
  newJob({
    id: jobId(id),
    kind: 'block.generate',
    recipe: 1,
    brief: briefHash('hash'),
    title: id,
    documentId: documentId('d1'),
    targets: [blockId('b1')],
    model: 'default',
    priority: 'normal',
    createdBy: deviceId('device'),
    createdAt: millis(1),
  });

const anEntry = (n: number): OutboxEntry => ({ n, at: millis(n), change: { type: 'delete-document', id: documentId(`d${n}`) } });

/** What every `DeviceStore` must do. `make` gives a fresh, empty one for the device `device` of the account `account`. */
export function deviceStoreContract(name: string, make: () => DeviceStore): void {
  test(`${name}: begins as a device that has heard nothing`, async () => {
    const state = await make().transaction((tx) => tx.state());
    expect(state).toEqual({
      device: 'device',
      account: 'account',
      storeId: null,
      cursor: 0,
      nextChange: 1,
      acknowledged: 0,
    });
  });

  test(`${name}: [J1] a transaction that throws leaves nothing of what it wrote`, async () => {
    const store = make();
    const failing = store.transaction(async (tx) => {
      await tx.put('documents', aDocument('d1'));
      await tx.append(anEntry(1));
      await tx.putJob(aJob('j1'));
      throw new Error('stop here');
    });
    await expect(failing).rejects.toThrow('stop here');
    const after = await store.transaction(async (tx) => [
      await tx.get('documents', 'd1'),
      await tx.pending(),
      await tx.getJob('j1'),
    ]);
    expect(after).toEqual([null, [], null]);
  });

  test(`${name}: [J1] a row and its outbox entry are there together, and a transaction sees its own writes`, async () => {
    const store = make();
    await store.transaction(async (tx) => {
      await tx.put('documents', aDocument('d1'));
      await tx.append(anEntry(1));
      expect(await tx.get('documents', 'd1')).toEqual(aDocument('d1'));
      expect(await tx.pending()).toHaveLength(1);
    });
    const after = await store.transaction(async (tx) => [await tx.get('documents', 'd1'), await tx.pending()]);
    expect(after).toEqual([aDocument('d1'), [anEntry(1)]]);
  });

  test(`${name}: a reading sees what the transactions before it wrote, two of them at once too`, async () => {
    const store = make();
    const written = store.transaction((tx) => tx.append(anEntry(1)));
    const seen = await store.read(async (tx) => [await tx.pending(), await tx.state(), await tx.getBrief(briefHash('none'))]);
    await written;
    expect(seen).toEqual([[anEntry(1)], expect.objectContaining({ device: 'device', nextChange: 1 }), null]);
    const both = await Promise.all([store.read((tx) => tx.pending()), store.read((tx) => tx.pending())]);
    expect(both).toEqual([[anEntry(1)], [anEntry(1)]]);
  });

  test(`${name}: a reading has nothing that writes, and its trouble is its asker's`, async () => {
    const store = make();
    const offered = await store.read(async (tx) => Object.keys(tx).toSorted());
    expect(offered).toEqual(['getBrief', 'pending', 'state']);
    // @ts-expect-error What only reads is given nothing to write with.
    await expect(store.read((tx) => tx.append(anEntry(1)))).rejects.toThrow('append');
    expect(await store.transaction((tx) => tx.pending())).toEqual([]);
  });

  test(`${name}: transactions run one after another`, async () => {
    const store = make();
    const count = () =>
      store.transaction(async (tx) => {
        const state = await tx.state();
        await tx.setState({ ...state, nextChange: state.nextChange + 1 });
      });
    await Promise.all(Array.from({ length: 10 }, count));
    expect((await store.transaction((tx) => tx.state())).nextChange).toBe(11);
  });

  test(`${name}: finds what belongs to a document or a project`, async () => {
    const store = make();
    const found = await store.transaction(async (tx) => {
      await tx.put('documents', { ...aDocument('d1'), projectId: projectId('p1') });
      await tx.put('documents', aDocument('d2'));
      await tx.put('blocks', aBlock('b1', 'd1'));
      await tx.put('blocks', aBlock('b2', 'd2'));
      await tx.put('revisions', {
        id: revisionId('r1'),
        blockId: blockId('b1'),
        documentId: documentId('d1'),
        basedOn: null,
        text: 'text',
        sealed: false,
        createdAt: millis(1),
        by: { type: 'person' },
      });
      return [
        await tx.idsWithin('documents', 'p1'),
        await tx.idsWithin('blocks', 'd1'),
        await tx.idsWithin('revisions', 'd1'),
        await tx.idsWithin('sources', 'd1'),
      ];
    });
    expect(found).toEqual([['d1'], ['b1'], ['r1'], []]);
  });

  test(`${name}: keeps what a person wants everywhere, and forgets it with the other rows`, async () => {
    const store = make();
    const settings = { ...defaultSettings, lostCall: 'ask' as const };
    await store.transaction((tx) => tx.put('settings', settings));
    const kept = await store.transaction((tx) => tx.get('settings', 'settings'));
    await store.transaction((tx) => tx.clearRows());
    expect([kept, await store.transaction((tx) => tx.get('settings', 'settings'))]).toEqual([settings, null]);
  });

  test(`${name}: knows the jobs that are accepted and not ended`, async () => {
    const store = make();
    const active = await store.transaction(async (tx) => {
      await tx.putJob(aJob('unsent'));
      await tx.putJob({ ...aJob('active'), acceptedAt: millis(2) });
      await tx.putJob({ ...aJob('ended'), acceptedAt: millis(2), status: 'cancelled', endedAt: millis(3) });
      await tx.putJob({ ...aJob('away'), acceptedAt: millis(2) });
      await tx.removeJob('away');
      return tx.activeJobs();
    });
    expect(active.map(({ id }) => id)).toEqual(['active']);
  });

  test(`${name}: the outbox keeps its order, takes a number once, and drops up to a number`, async () => {
    const store = make();
    await store.transaction(async (tx) => {
      for (const n of [2, 10, 1, 9]) await tx.append(anEntry(n));
    });
    await expect(store.transaction((tx) => tx.append(anEntry(9)))).rejects.toThrow();
    const rest = await store.transaction(async (tx) => {
      await tx.dropThrough(2);
      return tx.pending();
    });
    expect(rest.map(({ n }) => n)).toEqual([9, 10]);
  });

  test(`${name}: keeps the server's rows under changed ones, absent ones too`, async () => {
    const store = make();
    const bases = await store.transaction(async (tx) => {
      await tx.putBase({ key: { table: 'documents', id: 'd1' }, row: aDocument('d1') });
      await tx.putBase({ key: { table: 'jobs', id: 'j1' }, row: null });
      expect(await tx.hasBase({ table: 'jobs', id: 'j1' })).toBe(true);
      expect(await tx.hasBase({ table: 'blocks', id: 'j1' })).toBe(false);
      return tx.bases();
    });
    expect(bases.toSorted((a, b) => (a.key.id < b.key.id ? -1 : 1))).toEqual([
      { key: { table: 'documents', id: 'd1' }, row: aDocument('d1') },
      { key: { table: 'jobs', id: 'j1' }, row: null },
    ]);
    await store.transaction((tx) => tx.clearBases());
    expect(await store.transaction((tx) => tx.bases())).toEqual([]);
  });

  test(`${name}: [S3] forgets copied rows and keeps outbox, briefs and state`, async () => {
    const store = make();
    const brief = { kind: 'block.generate', recipe: 1, title: 'T', input: { prompt: 'Say it' } };
    const left = await store.transaction(async (tx) => {
      await tx.put('documents', aDocument('d1'));
      await tx.putJob(aJob('j1'));
      await tx.append(anEntry(1));
      await tx.putBrief(briefHash('hash'), brief);
      await tx.setState({ ...(await tx.state()), cursor: seq(7), account: accountId('account') });
      await tx.clearRows();
      return [
        await tx.get('documents', 'd1'),
        await tx.getJob('j1'),
        (await tx.pending()).length,
        await tx.getBrief(briefHash('hash')),
        (await tx.state()).cursor,
      ];
    });
    expect(left).toEqual([null, null, 1, brief, 7]);
  });

  test(`${name}: saves the text of open calls, the last of each, and drops it`, async () => {
    const store = make();
    const [one, two] = [callId(jobId('j1'), stepId('write'), 1), callId(jobId('j1'), stepId('write'), 2)];
    const draft = (call: typeof one, text: string) => ({ call, job: jobId('j1'), text, savedAt: millis(1) });
    await store.saveDrafts([draft(one, 'The'), draft(two, 'A')]);
    await store.saveDrafts([draft(one, 'The quarter')]);
    expect((await store.drafts()).map(({ text }) => text).toSorted()).toEqual(['A', 'The quarter']);
    await store.dropDrafts([one]);
    expect((await store.drafts()).map(({ call }) => call)).toEqual([two]);
  });
}
