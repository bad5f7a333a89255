/** The windows that lie over the page. While one is open, only what stands in the topmost can be seen and reached. */
export type Windows = {
  /** Returns the way to take it off again. */
  readonly open: (window: HTMLElement) => () => void;
  /** Null: nothing lies over the page. */
  readonly top: () => HTMLElement | null;
  readonly subscribe: (listener: () => void) => () => void;
};

/** Keeps them in the order in which they were opened. */
export function createWindows(): Windows {
  const listeners = new Set<() => void>();
  let opened: readonly HTMLElement[] = [];
  const set = (next: readonly HTMLElement[]) => {
    opened = next;
    for (const listener of listeners) listener();
  };
  return {
    open: (window) => {
      set([...opened, window]);
      return () => set(opened.filter((each) => each !== window));
    },
    top: () => opened.at(-1) ?? null,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
