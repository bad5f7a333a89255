import type { Brand } from './brand.ts';

/** Milliseconds since 1970 UTC where it ends in `At`, a span where it ends in `Ms`. */
export type Millis = Brand<number, 'Millis'>;
export const millis = (value: number): Millis => value as Millis;

/**
 * Where time comes from. `now` is wall time, to show and to store: it may jump. `elapsed` only grows, at the pace of real time
 * while the process runs: spans are measured with it.
 */
export type Clock = {
  readonly now: () => Millis;
  readonly elapsed: () => Millis;
};

/** Waits; rejects with the signal's reason when it aborts first. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

export type TestClock = Clock & {
  readonly advance: (ms: number) => void;
  /** Moves wall time only, as a person or NTP does. */
  readonly setWall: (at: number) => void;
};

/** The test twin of `Clock`: stands still until told. */
export function testClock(startAt = 1_790_000_000_000): TestClock {
  let wall = startAt;
  let elapsed = 0;
  return {
    now: () => millis(wall),
    elapsed: () => millis(elapsed),
    advance: (ms) => {
      wall += ms;
      elapsed += ms;
    },
    setWall: (at) => {
      wall = at;
    },
  };
}
