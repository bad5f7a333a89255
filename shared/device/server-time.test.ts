import { expect, test } from 'vitest';
import { millis, testClock } from '../kernel/time.ts';
import { createServerClock } from './server-time.ts';

test('until the server has told its time, the device’s own is shown', () => {
  const own = testClock(5_000);
  const clock = createServerClock(own);
  own.advance(300);
  expect(clock.now()).toBe(5_300);
});

test('a wall clock that is an hour off, or jumps, does not move the server’s time', () => {
  const own = testClock(3_600_000);
  const clock = createServerClock(own);
  clock.set(millis(1_000));
  own.advance(500);
  own.setWall(9_000_000);
  expect(clock.now()).toBe(1_500);
});

test('a time is a whole number of milliseconds, as rows keep it, although elapsed time is finer', () => {
  const own = testClock(1_000);
  const clock = createServerClock(own);
  own.advance(0.3);
  clock.set(millis(5_000));
  own.advance(0.4);
  expect(clock.now()).toBe(5_000);
});
