import { expect, test } from 'vitest';
import { callId, jobId, seq, stepId } from '../../shared/kernel/brand.ts';
import type { FeedMessage, FeedRow } from '../../shared/protocol/feed.ts';
import { gather } from './gather.ts';

const row = (at: number): FeedRow => ({ seq: seq(at), table: 'blocks', id: `b${at}`, row: null });
const rows = (at: number, lastChange: number): FeedMessage => ({
  type: 'rows',
  rows: [row(at)],
  from: seq(at - 1),
  cursor: seq(at),
  lastChange,
  more: false,
});
const text: FeedMessage = { type: 'text', call: callId(jobId('j1'), stepId('write'), 1), offset: 0, text: 'The' };

test('[S1] rows that follow each other become one message from the place of the first to that of the last', () => {
  expect(gather([rows(1, 1), rows(2, 2), rows(3, 3)])).toEqual([
    { type: 'rows', rows: [row(1), row(2), row(3)], from: 0, cursor: 3, lastChange: 3, more: false },
  ]);
});

test('the order of other messages between rows stays as it is', () => {
  expect(gather([rows(1, 1), text, rows(2, 1), { type: 'bell' }])).toEqual([rows(1, 1), text, rows(2, 1), { type: 'bell' }]);
});
