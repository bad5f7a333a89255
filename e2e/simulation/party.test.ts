import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createParty } from './party.ts';
import { createVirtualTime } from './virtual-time.ts';

test('a party that stood still and is killed in the moment it is thawed takes no further step', async () => {
  const party = createParty('boot1', createVirtualTime());
  const steps: string[] = [];
  const live = async () => {
    await party.call(async () => steps.push('written'));
    steps.push('told of it');
  };
  party.freezeAfter(2, () => undefined);
  void live();
  await setImmediate();
  expect(steps).toEqual(['written']);
  party.thaw();
  party.kill();
  await setImmediate();
  expect(steps).toEqual(['written']);
});

test('a party that is thawed goes on where it stood', async () => {
  const party = createParty('boot1', createVirtualTime());
  party.freeze();
  const written = party.call(async () => 'written');
  party.thaw();
  await expect(written).resolves.toBe('written');
});
