import { expect, test } from 'vitest';
import { type Sleep, testClock } from '../../../shared/kernel/time.ts';
import { placesOf } from './toast-places.ts';
import type { Toast } from './toast-rows.ts';
import { createToasts } from './toasts.ts';

const plain = (text: string, lastsMs: number | null = 5_000): Toast => ({ tone: 'plain', text, lastsMs });
const failed = (text: string): Toast => ({ tone: 'failed', text, lastsMs: null });
const undoable = (text: string): Toast => ({ ...plain(text), action: { label: 'Undo', run: () => {} } });

/** Messages whose time passes when it is told. */
function desk() {
  const clock = testClock();
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const sleep: Sleep = (ms, signal) =>
    new Promise((resolve, reject) => {
      sleepers.push({ at: clock.elapsed() + ms, wake: resolve });
      signal?.addEventListener('abort', () => reject(signal.reason));
    });
  const toasts = createToasts({ clock, sleep });
  const pass = async (ms: number) => {
    clock.advance(ms);
    const due = sleepers.filter(({ at }) => at <= clock.elapsed());
    sleepers = sleepers.filter((sleeper) => !due.includes(sleeper));
    for (const { wake } of due) wake();
    // What was woken goes on in a few turns.
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  const texts = () => toasts.shown().map(({ text }) => text);
  const stages = () => toasts.shown().map(({ text, stage }) => `${text} ${stage}`);
  const show = (...all: readonly Toast[]) => all.map((toast) => toasts.show(toast));
  return { toasts, show, pass, texts, stages };
}

test('the newest are whole, those before them fold behind a line that counts them', () => {
  const { toasts, show } = desk();
  show(failed('a'), failed('b'), failed('c'), failed('d'), failed('e'));
  const places = (mayBeWhole: number) => toasts.shown().map(placesOf(toasts.shown(), mayBeWhole).placeOf);
  expect(places(2)).toEqual(['folded', 'folded', 'folded', 'whole', 'whole']);
  expect(placesOf(toasts.shown(), 2).folded).toBe(3);
  expect(places(1)).toEqual(['folded', 'folded', 'folded', 'folded', 'whole']);
  expect(placesOf(toasts.shown().slice(0, 1), 1).folded).toBe(0);
});

test('of too many, the oldest plain one goes; an Undo and a failure that stays never do', () => {
  const { show, texts } = desk();
  show(undoable('undo'), failed('failed'), plain('plain'), ...['1', '2', '3', '4', '5'].map(failed), plain('new'));
  expect(texts()).toEqual(['undo', 'failed', '1', '2', '3', '4', '5', 'new']);
});

test('a failure that stays is shown once, and what has an id changes in its place', () => {
  const { show, texts } = desk();
  show(failed('no room'), { ...plain('a is deleted.', null), id: 'a' }, failed('no room'), plain('new'));
  show({ ...plain('a and its job are deleted.', null), id: 'a' });
  expect(texts()).toEqual(['no room', 'a and its job are deleted.', 'new']);
});

test('the time of a message stands still while a person is at them, and goes on from there', async () => {
  const { toasts, show, pass, texts } = desk();
  show(plain('a'));
  await pass(0);
  await pass(3_000);
  toasts.hold(true);
  await pass(0);
  await pass(60_000);
  expect(texts()).toEqual(['a']);
  toasts.hold(false);
  await pass(400);
  await pass(1_999);
  expect(texts()).toEqual(['a']);
  await pass(1);
  expect(texts()).toEqual([]);
});

test('while a person is at them what comes waits and what goes leaves its place, until shortly after they have left', async () => {
  const { toasts, show, pass, stages } = desk();
  const [close] = show(failed('a'), failed('b'));
  toasts.hold(true);
  show(failed('c'));
  close?.();
  expect(stages()).toEqual(['a gone', 'b shown', 'c waiting']);
  expect(toasts.shown().map(placesOf(toasts.shown(), 2).placeOf)).toEqual(['whole', 'whole', 'waiting']);
  expect(placesOf(toasts.shown(), 2).folded).toBe(1);
  toasts.hold(false);
  toasts.hold(true);
  await pass(400);
  expect(stages()).toEqual(['a gone', 'b shown', 'c waiting']);
  toasts.hold(false);
  await pass(400);
  expect(stages()).toEqual(['b shown', 'c shown']);
});

test('once all that a person was at is gone, nothing is held for them', () => {
  const { toasts, show, stages } = desk();
  const [close] = show(failed('a'));
  toasts.hold(true);
  show(failed('b'));
  close?.();
  expect(stages()).toEqual(['b shown']);
});
