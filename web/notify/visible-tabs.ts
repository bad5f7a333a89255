import { aborted } from '../../shared/kernel/bell.ts';

/** A subset of `navigator.locks`. */
type Locks = Pick<LockManager, 'request' | 'query'>;

export type VisibleTabs = {
  readonly isAnyVisible: () => Promise<boolean>;
};

/** Lets the tabs of an account know whether any of them can be seen: each holds a shared lock while it is visible. */
export function createVisibleTabs(locks: Locks, page: Document, name: string): VisibleTabs {
  let shown = new AbortController();
  const update = () => {
    shown.abort();
    if (page.visibilityState !== 'visible') return;
    shown = new AbortController();
    const { signal } = shown;
    const holding = locks.request(name, { mode: 'shared', signal }, () => aborted(signal));
    holding.catch(() => {});
  };
  page.addEventListener('visibilitychange', update);
  update();
  return {
    isAnyVisible: async () => ((await locks.query()).held ?? []).some((lock) => lock.name === name),
  };
}
