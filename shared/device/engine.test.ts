import { expect, test } from 'vitest';
import { accountId, bootId, deviceId, driverId, storeId } from '../kernel/brand.ts';
import { testNewId } from '../kernel/random.ts';
import { err, ok } from '../kernel/result.ts';
import { millis, testClock } from '../kernel/time.ts';
import type { FeedMessage } from '../protocol/feed.ts';
import { catalog } from '../recipes/catalog.ts';
import { aDocument } from '../sync/device-store.contract.ts';
import { createMemoryDeviceStore } from '../sync/device-store.memory.ts';
import { record } from '../sync/replica.ts';
import { createEngine } from './engine.ts';

const never = <T>(): Promise<T> => new Promise(() => undefined);

test('what waits for the server goes on as soon as the feed is open, however long its own pause is', async () => {
  const store = createMemoryDeviceStore({ device: deviceId('laptop'), account: accountId('ann') });
  await store.transaction(async (tx) => tx.setState({ ...(await tx.state()), storeId: storeId('store') }));
  await store.transaction((tx) => record(tx, { type: 'create-document', document: aDocument('d1') }, millis(1)));
  const clock = testClock();
  const [refused, sent] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const life = new AbortController();
  const hello: FeedMessage = {
    type: 'hello',
    storeId: storeId('store'),
    boot: bootId('boot'),
    serverNow: clock.now(),
    leaseMs: 15_000,
  };
  let pushes = 0;
  const engine = createEngine({
    driver: driverId('laptop.1'),
    store,
    remote: {
      drive: { take: never, claim: never, report: never, giveBack: never, beat: never, brief: never, output: never },
      push: async ({ entries }) => {
        pushes += 1;
        if (pushes === 1) {
          // Its pause has begun when the feed opens.
          setImmediate(refused.resolve);
          return err({ type: 'unreachable' });
        }
        sent.resolve();
        return ok({ type: 'settled', lastChange: entries.at(-1)?.n ?? 0, refused: [] });
      },
      feed: async (_input, onMessages) => {
        await refused.promise;
        await onMessages([hello]);
        await never();
      },
    },
    catalog,
    clock,
    // Nothing here ends because time has passed.
    sleep: never,
    random: () => 0.5,
    newId: testNewId(),
    trouble: (error) => {
      throw error;
    },
  });
  void engine.run(life.signal);
  await sent.promise;
  life.abort();
  expect(pushes).toBe(2);
});
