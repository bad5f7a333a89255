import { expect, test } from 'vitest';
import { callId, jobId, stepId } from '../kernel/brand.ts';
import { testClock } from '../kernel/time.ts';
import { aJob } from '../sync/device-store.contract.ts';
import { createLiveTexts } from './live-texts.ts';

const call = callId(jobId('j1'), stepId('write'), 1);
const piece = (offset: number, text: string) => ({ type: 'text', call, offset, text }) as const;
const texts = () => createLiveTexts(() => new Promise(() => {}));

test('[L4] text is taken by its offset: what is known is dropped, and nothing is doubled', () => {
  const own = texts();
  own.take(piece(0, 'The '));
  own.take(piece(0, 'The qua'));
  own.take(piece(4, 'quarter'));
  own.take(piece(0, 'The'));
  expect(own.get(call)?.text).toBe('The quarter');
  expect(own.offsets()).toEqual({ [call]: 11 });
});

test('[L4] a hole is reported and not filled', () => {
  const own = texts();
  own.take(piece(0, 'The '));
  expect(own.take(piece(9, 'work'))).toBe('hole');
  expect(own.get(call)?.text).toBe('The ');
});

test('[L4] after a reload the text goes on from where it was saved', () => {
  const first = texts();
  first.take(piece(0, 'The quarter'));
  const saved = first.unsaved(testClock());
  expect(first.unsaved(testClock())).toEqual([]);
  const second = texts();
  second.restore(saved);
  expect(second.offsets()).toEqual({ [call]: 11 });
  second.take(piece(11, '’s work'));
  expect(second.get(call)?.text).toBe('The quarter’s work');
});

test('[L5] a text is forgotten only when the job’s row says that its attempt is over', () => {
  const own = texts();
  own.take(piece(0, 'The '));
  const step = {
    id: stepId('write'),
    title: 'Write',
    weight: 100,
    needs: [],
    target: null,
    spent: 0,
    refusedSince: null,
    usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
    atRisk: 0,
    paidTwice: 0,
    possiblyPaid: 0,
  };
  const startedAt = testClock().now();
  const running = { ...aJob('j1'), acceptedAt: startedAt, startedAt, status: 'running', pausing: false } as const;
  expect(own.settle({ ...running, steps: [{ ...step, status: 'running', attempt: 1, startedAt }] })).toEqual([]);
  expect(own.get(call)?.text).toBe('The ');
  expect(own.settle({ ...running, steps: [{ ...step, status: 'running', attempt: 2, startedAt }] })).toEqual([call]);
  expect(own.get(call)).toBeNull();
});

test('a call’s end is told to who waits for it, and to who asks later', async () => {
  const own = texts();
  const waiting = own.ended(call, new AbortController().signal);
  own.take({ type: 'call', call, state: 'done' });
  await waiting;
  await own.ended(call, new AbortController().signal);
  expect(own.get(call)?.state).toBe('done');
});
