import { expect, test } from 'vitest';
import { testClock } from '../../shared/kernel/time.ts';
import { createPulse } from './pulse.ts';

const never = (): Promise<void> => new Promise(() => undefined);

test('[J8] a process that runs all the time may judge who is silent', () => {
  const clock = testClock();
  const pulse = createPulse({ clock, sleep: never, leaseMs: 15_000 });
  for (let seconds = 0; seconds < 20; seconds += 1) {
    clock.advance(1_900);
    expect(pulse.mayJudge()).toBe(true);
  }
});

test('[J8] one that stood still may not for a lease period, however often it is asked, and counts again from the next stall', () => {
  const clock = testClock();
  const pulse = createPulse({ clock, sleep: never, leaseMs: 15_000 });
  const after = (ms: number): boolean => {
    for (let passed = 0; passed < ms; passed += 1_000) {
      clock.advance(1_000);
      pulse.mayJudge();
    }
    return pulse.mayJudge();
  };
  clock.advance(60_000);
  expect(pulse.mayJudge()).toBe(false);
  expect(after(14_000)).toBe(false);
  clock.advance(2_001);
  expect(pulse.mayJudge()).toBe(false);
  expect(after(14_000)).toBe(false);
  expect(after(1_000)).toBe(true);
});

test('[J8] the wall clock says nothing about a stall', () => {
  const clock = testClock();
  const pulse = createPulse({ clock, sleep: never, leaseMs: 15_000 });
  clock.setWall(clock.now() + 3_600_000);
  expect(pulse.mayJudge()).toBe(true);
});
