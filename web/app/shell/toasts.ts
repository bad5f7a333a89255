import type { Clock, Sleep } from '../../../shared/kernel/time.ts';
import { isSame, type ShownToast, type Toast, unheld } from './toast-rows.ts';

/** The messages of one tab. */
export type Toasts = {
  /** Shows it, but not beside the same one that stays; returns the way to take it away early. */
  readonly show: (toast: Toast) => () => void;
  readonly close: (key: string) => void;
  /**
   * A person is at them, with the pointer or the focus: nothing moves under their finger, and no time passes. What comes waits, and what
   * goes leaves its place empty, until shortly after they have left.
   */
  readonly hold: (isAtThem: boolean) => void;
  /** The oldest first. */
  readonly shown: () => readonly ShownToast[];
  readonly subscribe: (listener: () => void) => () => void;
};

/** A press ends after its finger has left, and a second one may follow it. */
const restMs = 400;

/** Keeps what is shown, and takes each away when its time is over. */
export function createToasts({ clock, sleep }: { readonly clock: Clock; readonly sleep: Sleep }): Toasts {
  const listeners = new Set<() => void>();
  const time = createStandingTime(clock, sleep);
  let shown: readonly ShownToast[] = [];
  let last = 0;
  let isHeld = false;
  const set = (next: readonly ShownToast[]) => {
    // Nobody can be at what is all gone.
    shown = time.isStill() && next.some(({ stage }) => stage === 'shown') ? next : unheld(next);
    for (const listener of listeners) listener();
  };
  const close = (key: string) =>
    set(
      shown.flatMap((toast): readonly ShownToast[] => {
        if (toast.key !== key) return [toast];
        return toast.stage === 'waiting' ? [] : [{ ...toast, stage: 'gone' }];
      }),
    );
  const release = () => {
    if (isHeld) return;
    time.goOn();
    set(shown);
  };
  return {
    show: (toast) => {
      const same = shown.find((other) => isSame(other, toast));
      last += 1;
      const key = same?.key ?? toast.id ?? String(last);
      const stage = same?.stage === 'shown' || same?.stage === 'gone' || !time.isStill() ? 'shown' : 'waiting';
      const row = { ...toast, key, stage } as const;
      set(same === undefined ? [...shown, row] : shown.map((other) => (other === same ? row : other)));
      if (toast.lastsMs !== null) void time.pass(toast.lastsMs).then(() => close(key));
      return () => close(key);
    },
    close,
    hold: (isAtThem) => {
      isHeld = isAtThem;
      if (isHeld) time.standStill();
      else if (time.isStill()) void sleep(restMs).then(release);
    },
    shown: () => shown,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Time that can stand still: what is waited for takes so much longer. */
function createStandingTime(clock: Clock, sleep: Sleep) {
  let still: { readonly over: Promise<void>; readonly end: () => void } | null = null;
  let running = new AbortController();
  return {
    isStill: () => still !== null,
    standStill: () => {
      if (still !== null) return;
      let end = () => {};
      const over = new Promise<void>((resolve) => {
        end = resolve;
      });
      still = { over, end };
      running.abort();
    },
    goOn: () => {
      running = new AbortController();
      still?.end();
      still = null;
    },
    pass: async (ms: number): Promise<void> => {
      let leftMs = ms;
      while (leftMs > 0) {
        await still?.over;
        const from = clock.elapsed();
        const isOver = await sleep(leftMs, running.signal).then(
          () => true,
          () => false,
        );
        leftMs = isOver ? 0 : leftMs - (clock.elapsed() - from);
      }
    },
  };
}
