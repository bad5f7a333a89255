import { expect, test } from 'vitest';
import { accountId, deviceId, documentId, seq, storeId } from '../kernel/brand.ts';
import { millis } from '../kernel/time.ts';
import type { Document } from '../records/records.ts';
import { createMemoryDeviceStore } from './device-store.memory.ts';
import { receive, reset } from './replica.ts';

const at = millis(1_790_000_000_000);
const report = (title: string): Document => ({
  id: documentId('d1'),
  projectId: null,
  title,
  model: 'default',
  createdAt: at,
  changedAt: at,
});
const rows = (place: number, title: string, from = place - 1) => ({
  type: 'rows' as const,
  from: seq(from),
  rows: [{ seq: seq(place), table: 'documents' as const, id: 'd1', row: report(title) }],
  cursor: seq(place),
  lastChange: 0,
  more: false,
});

test('[S1] rows that an engine brings late, after its successor brought newer ones, change nothing', async () => {
  const store = createMemoryDeviceStore({ device: deviceId('laptop'), account: accountId('ann') });
  await store.transaction((tx) => receive(tx, rows(7, 'New', 0), at));
  await store.transaction((tx) => receive(tx, rows(4, 'Old'), at));
  expect(store.peek().documents.get('d1')?.title).toBe('New');
  expect(store.peek().state.cursor).toBe(7);
});

test('[S3] rows that follow on what another engine has forgotten meanwhile are not taken in, but asked for from the beginning', async () => {
  const store = createMemoryDeviceStore({ device: deviceId('laptop'), account: accountId('ann') });
  await store.transaction((tx) => receive(tx, rows(7, 'New', 0), at));
  await store.transaction((tx) => reset(tx, { storeId: storeId('store') }, deviceId('laptop2')));
  expect(await store.transaction((tx) => receive(tx, rows(9, 'Newer', 8), at))).toBe(false);
  expect(store.peek().documents.size).toBe(0);
  expect(store.peek().state.cursor).toBe(0);
  expect(await store.transaction((tx) => receive(tx, rows(9, 'Newer', 0), at))).toBe(true);
  expect(store.peek().documents.get('d1')?.title).toBe('Newer');
});
