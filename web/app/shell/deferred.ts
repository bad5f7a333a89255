import type { Sleep } from '../../../shared/kernel/time.ts';
import { undoMs } from '../../ports.ts';
import type { Toasts } from './toasts.ts';

/**
 * Deletions inside a document that are shown as done and happen when the time to undo is over: until then there is nothing to restore.
 * Those of whole documents are rows of the device's copy instead, so that all tabs agree on them.
 */
export type Deferred = {
  readonly begin: (deletion: { readonly id: string; readonly text: string; readonly run: () => Promise<unknown> }) => void;
  /** The ids that are shown as deleted. */
  readonly hidden: () => ReadonlySet<string>;
  readonly subscribe: (listener: () => void) => () => void;
  /**
   * What was deleted is deleted now, and Undo is gone: the page is being left, or something is asked of a model, which must not get what
   * the person no longer sees. Resolves when all of it is done.
   */
  readonly finishAll: () => Promise<void>;
};

/** Deletes after `undoMs`, unless Undo is pressed. What was deleted stays hidden, because its row takes a moment to go. */
export function createDeferred(sleep: Sleep, toasts: Toasts): Deferred {
  const listeners = new Set<() => void>();
  const open = new Map<string, { readonly run: () => Promise<unknown>; readonly closeToast: () => void }>();
  let hidden: ReadonlySet<string> = new Set();
  const hide = (next: ReadonlySet<string>) => {
    hidden = next;
    for (const listener of listeners) listener();
  };
  const finish = async (id: string) => {
    const deletion = open.get(id);
    open.delete(id);
    deletion?.closeToast();
    await deletion?.run();
  };
  const undo = (id: string) => {
    open.delete(id);
    hide(new Set([...hidden].filter((other) => other !== id)));
  };
  return {
    begin: ({ id, text, run }) => {
      hide(new Set([...hidden, id]));
      const action = { label: 'Undo', run: () => undo(id) };
      open.set(id, { run, closeToast: toasts.show({ tone: 'plain', text, action, lastsMs: null }) });
      void sleep(undoMs).then(() => finish(id));
    },
    hidden: () => hidden,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    finishAll: async () => {
      await Promise.all([...open.keys()].map(finish));
    },
  };
}
