import { expect, test } from 'vitest';
import { millis } from '../../../shared/kernel/time.ts';
import { connectionInWords } from './connection-words.ts';

const calm = { isOnline: true, isFull: false, waiting: 0, now: 1_000 };

test('what the server has is synced, what it has not yet is saved on this device', () => {
  expect(connectionInWords({ type: 'online', serverNow: millis(0) }, calm).text).toBe('Synced');
  expect(connectionInWords({ type: 'online', serverNow: millis(0) }, { ...calm, waiting: 2 }).text).toBe('Saved on this device');
  expect(connectionInWords({ type: 'connecting' }, calm).text).toBe('Saved on this device');
});

test('offline tells how many changes wait', () => {
  const offline = { ...calm, isOnline: false };
  expect(connectionInWords({ type: 'connecting' }, offline).text).toBe('Offline');
  expect(connectionInWords({ type: 'connecting' }, { ...offline, waiting: 1 }).text).toBe('Offline, 1 change waiting');
  expect(connectionInWords({ type: 'unreachable', retryAt: millis(9_000) }, { ...offline, waiting: 3 }).text).toBe(
    'Offline, 3 changes waiting',
  );
});

test('a server out of reach is counted down to the next try, which a person can have now', () => {
  const words = connectionInWords({ type: 'unreachable', retryAt: millis(9_000) }, calm);
  expect(words).toMatchObject({ text: 'Server not reachable, trying again in 8 s', canTryNow: true });
  expect(connectionInWords({ type: 'unreachable', retryAt: millis(900) }, calm)).toMatchObject({
    text: 'Server not reachable, trying again',
    canTryNow: false,
  });
});

test('a server on this very machine is reached without a network', () => {
  expect(connectionInWords({ type: 'online', serverNow: millis(0) }, { ...calm, isOnline: false }).text).toBe('Synced');
});

test('a device without room does not put it down to the server', () => {
  const full = { ...calm, isFull: true, waiting: 2 };
  for (const connection of [
    { type: 'unreachable', retryAt: millis(9_000) },
    { type: 'online', serverNow: millis(0) },
  ] as const)
    expect(connectionInWords(connection, full)).toMatchObject({ text: 'No room left on this device', canTryNow: false });
});
