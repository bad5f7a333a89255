import { createContext, useCallback, useContext } from 'react';
import type { BlockId, DocumentId } from '../../shared/kernel/brand.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { Clock, Sleep } from '../../shared/kernel/time.ts';
import type { ActionFailure, UnsavedWords } from '../ports.ts';
import { createDeferred, type Deferred } from './shell/deferred.ts';
import { createToasts, type Toasts } from './shell/toasts.ts';
import { createWindows, type Windows } from './ui/windows.ts';
import { actionFailureInWords } from './words.ts';

/** What the screens of one tab share beside the rows: nothing of it outlives the tab. */
export type Desk = {
  readonly toasts: Toasts;
  /** Each takes away a message that the device has no room; called once it has. */
  readonly untilRoom: Set<() => void>;
  readonly deferred: Deferred;
  readonly windows: Windows;
  /** Fields that may hold what is not saved yet. */
  readonly unsaved: Set<UnsavedField>;
  /** Ids of what was just made or brought back here: what shows one takes the focus, and the id out. */
  readonly arrivals: Set<string>;
  /** Blocks whose editor is open: each takes a text at its end, and gives the way to take it back. */
  readonly editors: Map<BlockId, AppendText>;
};

/** A field that may hold what is not saved yet; `words` is what it would leave behind if the page went now. */
export type UnsavedField = { readonly save: () => Promise<void>; readonly words: () => UnsavedWords | null };

/** Puts a text at the end of what is being typed. What it gives takes it back, and says whether it could: not after more was typed. */
export type AppendText = (text: string) => () => boolean;

/** One desk a tab. */
export function createDesk({ clock, sleep }: { readonly clock: Clock; readonly sleep: Sleep }): Desk {
  const toasts = createToasts({ clock, sleep });
  return {
    toasts,
    untilRoom: new Set(),
    deferred: createDeferred(sleep, toasts),
    windows: createWindows(),
    unsaved: new Set(),
    arrivals: new Set(),
    editors: new Map(),
  };
}

/** What stands among the `arrivals` for a document that is opened to be gone on with: its title, not its row in a list, takes the focus. */
export const titleArrival = (id: DocumentId): string => `title ${id}`;

/** Saves whatever is typed and not saved yet. */
export const saveAll = async (desk: Desk): Promise<void> => {
  await Promise.all([...desk.unsaved].map(({ save }) => save()));
};

/** Before a model is asked: saves whatever is typed, and does what is shown as deleted, so that it gets what the person sees. */
export const settle = async (desk: Desk): Promise<void> => {
  await Promise.all([saveAll(desk), desk.deferred.finishAll()]);
};

/** Holds the desk; provided once, by `App`. */
export const DeskContext = createContext<Desk | null>(null);

/** The tab's desk, anywhere below `App`. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('No App around this component');
  return desk;
}

/** Waits for an action and tells the person if it was not taken in; passes its result on. */
export function useAct(): <T>(done: Promise<Result<T, ActionFailure>>) => Promise<Result<T, ActionFailure>> {
  const { toasts, untilRoom } = useDesk();
  return useCallback(
    async (done) => {
      const result = await done;
      if (!result.ok) {
        const close = toasts.show({ tone: 'failed', text: actionFailureInWords(result.error), lastsMs: null });
        if (result.error.type === 'storage_full') untilRoom.add(close);
      }
      return result;
    },
    [toasts, untilRoom],
  );
}
