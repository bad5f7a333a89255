import { expect, it } from 'vitest';
import { testNewId } from '../../shared/kernel/random.ts';
import { testClock } from '../../shared/kernel/time.ts';
import { openSqliteStore } from './sqlite.ts';
import { timedStore } from './timed-store.ts';

it('tells how long each transaction took, of one that failed too, and changes nothing else', async () => {
  const clock = testClock();
  const opened = await openSqliteStore({ path: ':memory:', newId: testNewId('store'), clock });
  const took: number[] = [];
  const store = timedStore(opened, clock, (ms) => took.push(ms));
  const answer = await store.transaction(async () => {
    clock.advance(3);
    return 'done';
  });
  const broken = store.transaction(async () => {
    clock.advance(4);
    throw new Error('no');
  });
  await expect(broken).rejects.toThrow('no');
  expect({ answer, took, storeId: store.storeId }).toEqual({ answer: 'done', took: [3, 4], storeId: opened.storeId });
  await store.close();
});
