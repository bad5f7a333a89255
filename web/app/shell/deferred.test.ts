import { expect, test } from 'vitest';
import { type Sleep, testClock } from '../../../shared/kernel/time.ts';
import { createDeferred } from './deferred.ts';
import { createToasts } from './toasts.ts';

/** A desk whose time passes when it is told. */
function desk() {
  const wakers: (() => void)[] = [];
  const sleep: Sleep = () => new Promise((resolve) => wakers.push(resolve));
  const toasts = createToasts({ clock: testClock(), sleep });
  const deleted: string[] = [];
  const deferred = createDeferred(sleep, toasts);
  const remove = (id: string) => deferred.begin({ id, text: `${id} is deleted.`, run: async () => deleted.push(id) });
  const passTime = async () => {
    for (const wake of wakers.splice(0)) wake();
    await Promise.resolve();
  };
  return { toasts, deferred, deleted, remove, passTime };
}

test('a deletion is shown at once and happens when the time to undo is over', async () => {
  const { deferred, deleted, remove, passTime } = desk();
  remove('a');
  expect([...deferred.hidden()]).toEqual(['a']);
  expect(deleted).toEqual([]);
  await passTime();
  expect(deleted).toEqual(['a']);
  expect([...deferred.hidden()]).toEqual(['a']);
});

test('undo brings back what was deleted, and it stays', async () => {
  const { toasts, deferred, deleted, remove, passTime } = desk();
  remove('a');
  remove('b');
  toasts.shown()[0]?.action?.run();
  expect([...deferred.hidden()]).toEqual(['b']);
  await passTime();
  expect(deleted).toEqual(['b']);
});

test('leaving the page, or asking a model, deletes at once and once, and takes Undo away', async () => {
  const { toasts, deferred, deleted, remove, passTime } = desk();
  remove('a');
  await deferred.finishAll();
  expect(deleted).toEqual(['a']);
  expect(toasts.shown()).toEqual([]);
  await passTime();
  expect(deleted).toEqual(['a']);
});
