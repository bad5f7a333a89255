/*
 * Something that is fetched when it is first wanted, and again after a failure:
 *
 *   idle ── wanted ──▶ loading ──▶ there
 *    ▲                   │
 *    │                   ▼
 *    └── nobody looks ─ failed ◀──▶ retrying ──▶ there
 */

/** How far it has come. */
export type LateState<T> =
  | { readonly type: 'idle' | 'loading' | 'failed' | 'retrying' }
  | { readonly type: 'there'; readonly value: T };

export type LateLoad<T> = {
  readonly state: () => LateState<T>;
  /** Whoever looks wants it: it is fetched now, unless it is there. Returns the way to look away. */
  readonly subscribe: (changed: () => void) => () => void;
  /** Fetches it unless it is there or on its way. Resolves when that has ended, well or not; never rejects. */
  readonly want: () => Promise<void>;
};

/** Keeps what `load` has given for all who want it. A failure is kept only while somebody looks at it: who comes later begins anew. */
export function createLateLoad<T>(load: () => Promise<T>): LateLoad<T> {
  const listeners = new Set<() => void>();
  let state: LateState<T> = { type: 'idle' };
  let underway: Promise<void> | null = null;
  const set = (next: LateState<T>) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const fetchOnce = async () => {
    set({ type: state.type === 'failed' ? 'retrying' : 'loading' });
    try {
      set({ type: 'there', value: await load() });
    } catch {
      set({ type: listeners.size > 0 ? 'failed' : 'idle' });
    }
    underway = null;
  };
  const want = (): Promise<void> => {
    if (state.type === 'there') return Promise.resolve();
    underway ??= fetchOnce();
    return underway;
  };
  return {
    state: () => state,
    subscribe: (changed) => {
      listeners.add(changed);
      if (state.type === 'idle') void want();
      return () => {
        listeners.delete(changed);
        if (listeners.size === 0 && state.type === 'failed') state = { type: 'idle' };
      };
    },
    want,
  };
}
