import type { Sleep } from '../../../shared/kernel/time.ts';
import { undoMs } from '../../ports.ts';
import type { Toasts } from './toasts.ts';

/**
 * Deletions inside a document that are shown as done and happen when the time to undo is over: until then there is nothing to restore.
 * Those of whole documents are rows of the device's copy instead, so that all tabs agree on them.
 */
export type Deferred = {
  readonly begin: (deletion: { readonly id: string; readonly text: string; readonly run: () => void }) => void;
  /** The ids that are shown as deleted. */
  readonly hidden: () => ReadonlySet<string>;
  readonly subscribe: (listener: () => void) => () => void;
  /** The page is being left: what was deleted is deleted now. */
  readonly finishAll: () => void;
};

/** Deletes after `undoMs`, unless Undo is pressed. What was deleted stays hidden, because its row takes a moment to go. */
export function createDeferred(sleep: Sleep, toasts: Toasts): Deferred {
  const listeners = new Set<() => void>();
  const open = new Map<string, () => void>();
  let hidden: ReadonlySet<string> = new Set();
  const hide = (next: ReadonlySet<string>) => {
    hidden = next;
    for (const listener of listeners) listener();
  };
  const finish = (id: string) => {
    const run = open.get(id);
    open.delete(id);
    run?.();
  };
  const undo = (id: string) => {
    open.delete(id);
    hide(new Set([...hidden].filter((other) => other !== id)));
  };
  return {
    begin: ({ id, text, run }) => {
      open.set(id, run);
      hide(new Set([...hidden, id]));
      toasts.show({ tone: 'plain', text, action: { label: 'Undo', run: () => undo(id) }, lastsMs: undoMs });
      void sleep(undoMs).then(() => finish(id));
    },
    hidden: () => hidden,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    finishAll: () => {
      for (const id of [...open.keys()]) finish(id);
    },
  };
}
