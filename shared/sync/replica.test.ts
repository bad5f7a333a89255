import { expect, test } from 'vitest';
import { accountId, blockId, deviceId, documentId, jobId, revisionId, seq, storeId } from '../kernel/brand.ts';
import { millis } from '../kernel/time.ts';
import type { FeedMessage, FeedRow } from '../protocol/feed.ts';
import type { Change } from './change.ts';
import { aBlock, aDocument, aJob } from './device-store.contract.ts';
import { createMemoryDeviceStore } from './device-store.memory.ts';
import { receive, record, reset, serverJobs } from './replica.ts';

const at = millis(5_000);
const rename = (title: string): Change => ({ type: 'patch-document', id: documentId('d1'), fields: { title } });

function device() {
  const store = createMemoryDeviceStore({ device: deviceId('device'), account: accountId('account') });
  let cursor = 0;
  const rows = (changed: readonly FeedRow[], lastChange: number): Extract<FeedMessage, { type: 'rows' }> => {
    cursor = Math.max(cursor, ...changed.map((row) => row.seq));
    return { type: 'rows', rows: changed, cursor: seq(cursor), lastChange, more: false };
  };
  return {
    ...store,
    record: (change: Change) => store.transaction((tx) => record(tx, change, at)),
    hear: (changed: readonly FeedRow[], lastChange: number) =>
      store.transaction((tx) => receive(tx, rows(changed, lastChange), at)),
    titles: () => [...store.peek().documents.values()].map(({ title }) => title),
  };
}

const documentRow = (title: string, n: number): FeedRow => ({
  seq: seq(n),
  table: 'documents',
  id: 'd1',
  row: { ...aDocument('d1'), title },
});

test('[J1] a change is applied and in the outbox at once, with the next number', async () => {
  const own = device();
  await own.record({ type: 'create-document', document: aDocument('d1') });
  const second = await own.record(rename('Q3'));
  expect(second).toEqual({ ok: true, value: 2 });
  expect(own.titles()).toEqual(['Q3']);
  expect(own.peek().outbox.map(({ n, change }) => [n, change.type])).toEqual([
    [1, 'create-document'],
    [2, 'patch-document'],
  ]);
});

test('a refused change leaves rows, outbox and numbers as they were', async () => {
  const own = device();
  const before = own.peek();
  const refused = await own.record(rename('Q3'));
  expect(refused).toEqual({ ok: false, error: { type: 'gone' } });
  expect(own.peek().outbox).toEqual([]);
  expect(own.peek().state).toEqual(before.state);
});

test('[J3] the server’s rows come with the unsent changes replayed on top', async () => {
  const own = device();
  await own.hear([documentRow('Server', 1)], 0);
  await own.record(rename('Mine'));
  await own.hear([documentRow('Server again', 2)], 0);
  expect(own.titles()).toEqual(['Mine']);
  expect(own.peek().outbox).toHaveLength(1);
});

test('[S2] a change that the feed brings back leaves the outbox, and what the server made of it is shown', async () => {
  const own = device();
  await own.hear([documentRow('Server', 1)], 0);
  await own.record(rename('Mine'));
  await own.hear([documentRow('As the server has it', 2)], 1);
  expect(own.titles()).toEqual(['As the server has it']);
  expect([own.peek().outbox, own.peek().bases]).toEqual([[], []]);
  expect(own.peek().state).toMatchObject({ cursor: 2, acknowledged: 1, nextChange: 2 });
});

test('[S2] of several changes only those that are settled go, and the rest stays on top', async () => {
  const own = device();
  await own.hear([documentRow('Server', 1)], 0);
  for (const title of ['One', 'Two', 'Three']) await own.record(rename(title));
  await own.hear([documentRow('Two', 2)], 2);
  expect(own.peek().outbox.map(({ n }) => n)).toEqual([3]);
  expect(own.titles()).toEqual(['Three']);
});

test('a change that the server refused is undone when its number comes back without a row', async () => {
  const own = device();
  await own.hear([documentRow('Server', 1)], 0);
  await own.record(rename('Refused'));
  await own.hear([], 1);
  expect(own.titles()).toEqual(['Server']);
});

test('[S5] a deletion from elsewhere wins over an unsent change, which stays in the outbox until it is settled', async () => {
  const own = device();
  await own.hear([documentRow('Server', 1)], 0);
  await own.record(rename('Mine'));
  await own.hear([{ seq: seq(2), table: 'documents', id: 'd1', row: null }], 0);
  expect(own.titles()).toEqual([]);
  expect(own.peek().outbox).toHaveLength(1);
});

test('[J10] an edit made offline stays current when a job’s text arrives first, and the job’s text waits as a suggestion', async () => {
  const own = device();
  const block = aBlock('b1', 'd1');
  await own.hear([documentRow('Server', 1), { seq: seq(2), table: 'blocks', id: 'b1', row: block }], 0);
  const mine = { id: revisionId('mine'), basedOn: null, text: 'My words' };
  await own.record({ type: 'edit-block', id: blockId('b1'), revision: mine });
  const result = {
    id: revisionId('result'),
    blockId: blockId('b1'),
    documentId: documentId('d1'),
    basedOn: null,
    text: 'The job’s words',
    sealed: true,
    createdAt: at,
    by: { type: 'job', jobId: jobId('j1'), model: 'demo', cutOff: false, sources: [] },
  } as const;
  const current = { ...block, current: result.id };
  await own.hear(
    [
      { seq: seq(3), table: 'revisions', id: 'result', row: result },
      { seq: seq(4), table: 'blocks', id: 'b1', row: current },
    ],
    0,
  );
  expect(own.peek().blocks.get('b1')).toMatchObject({ current: 'mine', suggestion: 'result' });
});

test('[J6] a cancel that came too late is told once', async () => {
  const own = device();
  const job = { ...aJob('j1'), acceptedAt: at };
  await own.hear([{ seq: seq(1), table: 'jobs', id: 'j1', row: job }], 0);
  await own.record({ type: 'intend', jobId: jobId('j1'), intent: { type: 'cancel' } });
  expect(own.peek().jobs.get('j1')?.status).toBe('cancelled');
  const result = { truncated: false, words: 3, leftOut: [] };
  const completed = { ...job, status: 'completed', endedAt: at, result } as const;
  await own.hear([{ seq: seq(2), table: 'jobs', id: 'j1', row: completed }], 1);
  await own.hear([{ seq: seq(3), table: 'jobs', id: 'j1', row: completed }], 1);
  expect(own.peek().jobs.get('j1')?.status).toBe('completed');
  expect(own.peek().notices).toEqual([{ id: 'too_late.1', type: 'too_late', jobId: 'j1', at }]);
});

test('[S3] a reset forgets the copy and keeps the outbox; under another store the device and its numbers begin anew', async () => {
  const own = device();
  await own.transaction((tx) => reset(tx, { storeId: storeId('first') }, deviceId('unused')));
  await own.hear([documentRow('Server', 1)], 0);
  await own.record(rename('One'));
  await own.hear([documentRow('One', 2)], 1);
  await own.record(rename('Two'));
  await own.transaction((tx) => reset(tx, { storeId: storeId('first') }, deviceId('unused')));
  expect(own.peek().state).toMatchObject({ device: 'device', cursor: 0, nextChange: 3, acknowledged: 1 });
  await own.transaction((tx) => reset(tx, { storeId: storeId('second') }, deviceId('anew')));
  expect(own.peek().state).toMatchObject({ device: 'anew', storeId: 'second', cursor: 0, nextChange: 2, acknowledged: 0 });
  expect(own.peek().outbox.map(({ n }) => n)).toEqual([1]);
  expect(own.titles()).toEqual([]);
});

test('[J3] jobs are known as the server has them, whatever this device asks for and has not sent', async () => {
  const own = device();
  const job = aJob('j1');
  await own.hear([{ seq: seq(1), table: 'jobs', id: 'j1', row: job }], 0);
  await own.record({ type: 'intend', jobId: jobId('j1'), intent: { type: 'pause' } });
  expect(own.peek().jobs.get('j1')?.status).toBe('paused');
  expect(await own.transaction((tx) => serverJobs(tx, [jobId('j1'), jobId('nobody')]))).toEqual([job]);
});
