import type { Sleep } from '../../../shared/kernel/time.ts';

/** A short message at the edge of the screen. */
export type Toast = {
  readonly tone: 'plain' | 'done' | 'failed' | 'cut-off';
  readonly text: string;
  readonly action?: ToastAction;
  /** How long it stays; null: until it is closed. */
  readonly lastsMs: number | null;
};

type ToastAction = { readonly label: string; readonly run: () => void };
export type ShownToast = Toast & { readonly key: number };

/** The messages of one tab. */
export type Toasts = {
  /** Shows it, but not beside the same one that stays; returns the way to take it away early. */
  readonly show: (toast: Toast) => () => void;
  readonly close: (key: number) => void;
  readonly shown: () => readonly ShownToast[];
  readonly subscribe: (listener: () => void) => () => void;
};

/** More than this many at once would cover what they tell of: the oldest goes first. */
const maxShown = 4;

/** Keeps what is shown, and takes each away in time. */
export function createToasts(sleep: Sleep): Toasts {
  const listeners = new Set<() => void>();
  let shown: readonly ShownToast[] = [];
  let last = 0;
  const set = (next: readonly ShownToast[]) => {
    shown = next;
    for (const listener of listeners) listener();
  };
  const close = (key: number) => set(shown.filter((toast) => toast.key !== key));
  return {
    show: (toast) => {
      const same =
        toast.lastsMs === null ? shown.find(({ text, action }) => text === toast.text && action === toast.action) : null;
      if (same) return () => close(same.key);
      last += 1;
      const key = last;
      set([...shown, { ...toast, key }].slice(-maxShown));
      if (toast.lastsMs !== null) void sleep(toast.lastsMs).then(() => close(key));
      return () => close(key);
    },
    close,
    shown: () => shown,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
