import { describe, expect, test } from 'vitest';
import { type Sleep, testClock } from '../../shared/kernel/time.ts';
import { type ByteWatchdog, createByteWatchdog, type Silence } from './byte-watchdog.ts';

/** A watchdog on a clock that the test moves; its timers run when the test says so, which may be late. */
function watchdogOnTestClock() {
  const clock = testClock();
  let timer: { readonly dueAt: number; readonly wake: () => void } | null = null;
  const sleep: Sleep = (ms, signal) =>
    new Promise((resolve, reject) => {
      timer = { dueAt: clock.elapsed() + ms, wake: resolve };
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  const watchdog: ByteWatchdog = createByteWatchdog({ firstByteMs: 600_000, idleMs: 60_000, clock, sleep });
  const life = new AbortController();
  let outcome: Silence | null | 'watching' = 'watching';
  watchdog.watch(life.signal).then((silence) => {
    outcome = silence;
  });
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    byte: watchdog.byte,
    abort: () => life.abort(),
    outcome: () => outcome,
    settle,
    /** Time passes while the process runs: each timer is on time. */
    pass: async (ms: number): Promise<void> => {
      const until = clock.elapsed() + ms;
      for (let due = timer; outcome === 'watching' && due !== null && due.dueAt <= until; due = timer) {
        clock.advance(due.dueAt - clock.elapsed());
        timer = null;
        due.wake();
        await settle();
      }
      clock.advance(until - clock.elapsed());
    },
    /** Time passes while the process is stopped: timers run only afterwards. */
    stopFor: async (ms: number): Promise<void> => {
      clock.advance(ms);
      const due = timer;
      timer = null;
      due?.wake();
      await settle();
    },
  };
}

describe('the byte watchdog', () => {
  test('[L6] says silent from the start after the longer wait, and not before', async () => {
    const dog = watchdogOnTestClock();
    await dog.pass(599_999);
    expect(dog.outcome()).toBe('watching');
    await dog.pass(1);
    expect(dog.outcome()).toBe('silent_start');
  });

  test('[L6] says silent after the shorter wait once bytes have come', async () => {
    const dog = watchdogOnTestClock();
    await dog.pass(1_000);
    dog.byte();
    await dog.pass(59_999);
    expect(dog.outcome()).toBe('watching');
    await dog.pass(1);
    expect(dog.outcome()).toBe('silent');
  });

  test('[J8] bytes keep it quiet for as long as they come', async () => {
    const dog = watchdogOnTestClock();
    for (let at = 0; at < 100; at += 1) {
      dog.byte();
      await dog.pass(50_000);
    }
    expect(dog.outcome()).toBe('watching');
  });

  test('[J8] a timer that ran late re-arms once before it judges', async () => {
    const dog = watchdogOnTestClock();
    dog.byte();
    await dog.stopFor(3_600_000);
    expect(dog.outcome()).toBe('watching');
    await dog.pass(60_000);
    expect(dog.outcome()).toBe('silent');
  });

  test('[J8] bytes that come after a stop save the call', async () => {
    const dog = watchdogOnTestClock();
    dog.byte();
    await dog.stopFor(3_600_000);
    dog.byte();
    await dog.pass(59_000);
    expect(dog.outcome()).toBe('watching');
  });

  test('[J8] a second late timer without a byte between is not forgiven again', async () => {
    const dog = watchdogOnTestClock();
    dog.byte();
    await dog.stopFor(3_600_000);
    await dog.stopFor(3_600_000);
    expect(dog.outcome()).toBe('silent');
  });

  test('ends without a word when the call ends', async () => {
    const dog = watchdogOnTestClock();
    dog.abort();
    await dog.settle();
    expect(dog.outcome()).toBeNull();
  });
});
