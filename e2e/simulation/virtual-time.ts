import { type Clock, millis } from '../../shared/kernel/time.ts';

/**
 * The time of a simulated world. It stands still while code runs and jumps to the next event when nothing is left to do, so that hours
 * pass in milliseconds and the same seed always gives the same order.
 */
export type VirtualTime = {
  /** Milliseconds since the world began. */
  readonly elapsed: () => number;
  /** Plans an event; the answer takes it back. Events of the same moment happen in the order they were planned. */
  readonly after: (ms: number, happen: () => void) => () => void;
  /** Lets the next event happen, and everything that follows from it without time passing. False if none is planned until `limit`. */
  readonly step: (limit: number) => Promise<boolean>;
};

type Event = { readonly at: number; readonly order: number; happen: (() => void) | null };

/** A time in which nothing is planned yet. */
export function createVirtualTime(): VirtualTime {
  const events: Event[] = [];
  let now = 0;
  let order = 0;
  return {
    elapsed: () => now,
    after: (ms, happen) => {
      order += 1;
      const event: Event = { at: now + Math.max(0, ms), order, happen };
      push(events, event);
      return () => {
        event.happen = null;
      };
    },
    step: async (limit) => {
      let event = pop(events, limit);
      while (event !== null && event.happen === null) event = pop(events, limit);
      if (event === null) return false;
      now = event.at;
      event.happen?.();
      await quiet();
      return true;
    },
  };
}

/** Resolves when every promise that can settle without time passing has settled. */
export const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A clock of one machine: its wall may be wrong, its elapsed time is its own. */
export type MachineClock = Clock & { readonly jump: (ms: number) => void };

const startAt = 1_790_000_000_000;

/** A clock that starts now, `skewMs` ahead of the world's. */
export function createMachineClock(time: VirtualTime, skewMs = 0): MachineClock {
  const bornAt = time.elapsed();
  let offset = skewMs;
  return {
    now: () => millis(Math.floor(startAt + time.elapsed() + offset)),
    elapsed: () => millis(time.elapsed() - bornAt),
    jump: (ms) => {
      offset += ms;
    },
  };
}

const isBefore = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** A binary heap: the earliest event stands first. */
function push(heap: Event[], event: Event): void {
  let at = heap.length;
  heap.push(event);
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = heap[up];
    if (parent === undefined || !isBefore(event, parent)) break;
    heap[at] = parent;
    at = up;
  }
  heap[at] = event;
}

function pop(heap: Event[], limit: number): Event | null {
  const first = heap[0];
  if (first === undefined || first.at > limit) return null;
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  let at = 0;
  for (;;) {
    const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
    if (left === undefined) break;
    const isRight = right !== undefined && isBefore(right, left);
    const child = isRight ? right : left;
    if (!isBefore(child, last)) break;
    heap[at] = child;
    at = 2 * at + (isRight ? 2 : 1);
  }
  heap[at] = last;
  return first;
}
