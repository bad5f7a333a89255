import { expect, test } from 'vitest';
import { createTypedText, type Save } from './typed-text.ts';

/** A store that answers when it is told to. */
function slowStore() {
  const asked: { readonly text: string; readonly was: string; readonly answer: (isTaken: boolean) => void }[] = [];
  const save: Save = (text, was) => new Promise((answer) => asked.push({ text, was, answer }));
  const turn = () => new Promise((resolve) => setTimeout(resolve));
  return {
    save,
    /** What was asked so far. */
    asked: () => asked.map(({ text, was }) => ({ text, was })),
    answer: async (isTaken: boolean) => {
      asked.at(-1)?.answer(isTaken);
      await turn();
    },
    turn,
  };
}

function typing() {
  const store = slowStore();
  const typed = createTypedText(store.save);
  typed.startFrom('stored');
  const flushes: Promise<boolean>[] = [];
  const type = async (text: string) => {
    typed.take(text);
    flushes.push(typed.flush());
    await store.turn();
  };
  return { store, typed, type, flushes };
}

test('one text is saved after the other, each as a change of the one before', async () => {
  const { store, typed, type } = typing();
  await type('a');
  await type('ab');
  await type('abc');
  expect(store.asked()).toEqual([{ text: 'a', was: 'stored' }]);
  await store.answer(true);
  await store.answer(true);
  expect(store.asked()).toEqual([
    { text: 'a', was: 'stored' },
    { text: 'abc', was: 'a' },
  ]);
  expect(typed.isWaiting()).toBe(false);
});

test('a text that is not taken in never takes the place of one that was typed after it', async () => {
  const { store, typed, type } = typing();
  await type('a');
  await type('ab');
  await store.answer(false);
  await store.answer(false);
  expect(typed.isWaiting()).toBe(true);
  void typed.flush();
  await store.turn();
  expect(store.asked().at(-1)).toEqual({ text: 'ab', was: 'stored' });
  await store.answer(true);
  expect(typed.isWaiting()).toBe(false);
});

test('a text that is not taken in waits for the next time', async () => {
  const { store, typed, type, flushes } = typing();
  await type('a');
  await store.answer(false);
  expect(await flushes[0]).toBe(false);
  expect(store.asked()).toHaveLength(1);
  void typed.flush();
  await store.turn();
  expect(store.asked()).toEqual([
    { text: 'a', was: 'stored' },
    { text: 'a', was: 'stored' },
  ]);
});

test('a save that throws loses nothing, and tells who waits for it', async () => {
  let isBroken = true;
  const kept: string[] = [];
  const typed = createTypedText(async (text) => {
    if (isBroken) throw new Error('The store is gone.');
    kept.push(text);
    return true;
  });
  typed.take('a');
  await expect(typed.flush()).rejects.toThrow('The store is gone.');
  isBroken = false;
  expect(await typed.flush()).toBe(true);
  expect(kept).toEqual(['a']);
});

test('who waits for a flush waits also for what was on its way before', async () => {
  const { store, typed, type } = typing();
  await type('a');
  let isKept: boolean | null = null;
  void typed.flush().then((kept) => {
    isKept = kept;
  });
  await store.turn();
  expect(isKept).toBeNull();
  await store.answer(true);
  expect(isKept).toBe(true);
});

test('what is on its way and what waits for it are told in order until they are kept', async () => {
  const { store, typed, type } = typing();
  expect(typed.unsaved()).toEqual([]);
  await type('a');
  await type('ab');
  expect(typed.unsaved()).toEqual([
    { text: 'a', was: 'stored' },
    { text: 'ab', was: 'a' },
  ]);
  await store.answer(false);
  await store.answer(true);
  expect(typed.unsaved()).toEqual([]);
});
