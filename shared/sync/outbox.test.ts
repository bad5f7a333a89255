import { expect, test } from 'vitest';
import { accountId, deviceId, documentId, storeId } from '../kernel/brand.ts';
import { err, ok } from '../kernel/result.ts';
import { millis, type Sleep } from '../kernel/time.ts';
import type { Push, PushAnswer } from '../protocol/push.ts';
import { aDocument } from './device-store.contract.ts';
import { createMemoryDeviceStore } from './device-store.memory.ts';
import { createOutbox } from './outbox.ts';
import { record } from './replica.ts';

const settled = (push: Push): PushAnswer => ({ type: 'settled', lastChange: push.entries.at(-1)?.n ?? 0, refused: [] });
const yieldOnly: Sleep = async () => {};
const forever = (signal: AbortSignal) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));

/** A device with an outbox, and a server that answers with what the test says and then settles. */
async function device(answers: readonly ((push: Push) => PushAnswer | 'unreachable')[] = []) {
  const store = createMemoryDeviceStore({ device: deviceId('device'), account: accountId('account') });
  await store.transaction(async (tx) => tx.setState({ ...(await tx.state()), storeId: storeId('store') }));
  const pushes: Push[] = [];
  const life = new AbortController();
  const outbox = createOutbox({
    store,
    sleep: yieldOnly,
    random: () => 0,
    nudged: forever,
    push: async (push) => {
      const answer = (answers[pushes.length] ?? settled)(push);
      pushes.push(push);
      return answer === 'unreachable' ? err({ type: 'unreachable' }) : ok(answer);
    },
  });
  const write = async (id: string) => {
    await store.transaction((tx) => record(tx, { type: 'create-document', document: aDocument(id) }, millis(1)));
    outbox.ring();
  };
  const until = async (isTrue: () => boolean) => {
    while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
  };
  const acknowledged = () => store.peek().state.acknowledged;
  return { store, outbox, pushes, life, write, until, acknowledged };
}

const numbers = (pushes: readonly Push[]) => pushes.map(({ entries }) => entries.map(({ n }) => n));

test('[S2] changes go in order, and what is acknowledged is not sent again though it stays until the feed brings it', async () => {
  const { store, outbox, pushes, life, write, until, acknowledged } = await device();
  await write('d1');
  await write('d2');
  const run = outbox.run(life.signal);
  await until(() => acknowledged() === 2);
  await write('d3');
  await until(() => acknowledged() === 3);
  life.abort();
  expect(await run).toEqual({ type: 'stopped' });
  expect(numbers(pushes)).toEqual([[1, 2], [3]]);
  expect(store.peek().outbox).toHaveLength(3);
});

test('[S2] a push whose answer was lost is sent again as it was', async () => {
  const { outbox, pushes, life, write, until, acknowledged } = await device([() => 'unreachable', () => 'unreachable']);
  await write('d1');
  const run = outbox.run(life.signal);
  await until(() => acknowledged() === 1);
  life.abort();
  await run;
  expect(numbers(pushes)).toEqual([[1], [1], [1]]);
});

test('[S2] where the server knows less than was acknowledged, the device sends from there', async () => {
  const { outbox, pushes, life, write, until, acknowledged } = await device([settled, () => ({ type: 'gap', lastChange: 0 })]);
  await write('d1');
  const run = outbox.run(life.signal);
  await until(() => acknowledged() === 1);
  await write('d2');
  await until(() => acknowledged() === 2);
  life.abort();
  await run;
  expect(numbers(pushes)).toEqual([[1], [2], [1, 2]]);
});

test('[S6] a refusal ends the sending, and nothing is dropped', async () => {
  const { store, outbox, life, write } = await device([() => ({ type: 'refused', reason: 'too_old' })]);
  await write('d1');
  expect(await outbox.run(life.signal)).toEqual({ type: 'refused', reason: 'too_old' });
  expect(store.peek().outbox.map(({ change }) => change)).toMatchObject([{ document: { id: documentId('d1') } }]);
});
