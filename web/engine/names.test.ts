import { expect, test } from 'vitest';
import { accountId } from '../../shared/kernel/brand.ts';
import { nameOfWorker, parseWorkerName } from './names.ts';

test.each([
  { account: accountId('sXzGVOXl'), build: 'dev', start: 1 },
  { account: accountId('a-b.c:d_e'), build: '0123456789ab', start: 42 },
])('a worker’s name is read back as what it was made of: $account', (name) => {
  expect(parseWorkerName(nameOfWorker(name))).toEqual(name);
});

test.each(['', 'engine-a-dev-0', 'engine-a-dev', 'seat-a', 'engine--dev-1', 'engine-a-main-1'])(
  'not a worker’s name: %s',
  (name) => {
    expect(parseWorkerName(name)).toBeNull();
  },
);
