import { useCallback, useEffect, useRef, useState } from 'react';
import type { UnsavedWords } from '../ports.ts';
import { useDesk } from './desk.tsx';
import { usePorts } from './ports-context.tsx';
import { createTypedText, type Save } from './typed-text.ts';

/** How long typing may pause before what was typed is saved. */
const pauseMs = 400;

/** A field that is saved as it is typed. */
export type SavedField = {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onFocus: () => void;
  /** Saves; resolves as `flush` does. */
  readonly onBlur: () => Promise<boolean>;
  /** Saves what is not saved yet; resolves to whether all that was typed is durable, also what was on its way before. */
  readonly flush: () => Promise<boolean>;
  /** Saves what the field shows, also if it was saved before and something else has taken its place since. */
  readonly insist: () => Promise<void>;
  /** Shows and saves another text, as if it had been typed. */
  readonly replace: (text: string) => Promise<void>;
};

type FieldOptions = {
  /** What was typed and has lost its place to something from elsewhere; until that is decided the field goes on showing it. */
  readonly aside?: string | null;
  /** Names what is not saved when the page itself goes, for the next one to save it; what has no name is lost then. */
  readonly leave?: (saves: UnsavedWords['saves']) => UnsavedWords;
};

/**
 * Shows the stored value, and while a person is in the field only what they type: a change from elsewhere never replaces it under
 * their hands. What `save` did not take in stays on the screen and is tried again. A field that leaves the page is saved, if the device has
 * no room for it now then once there is some.
 */
export function useSavedField(stored: string, save: Save, { aside = null, leave }: FieldOptions = {}): SavedField {
  const { engine, sleep } = usePorts();
  const desk = useDesk();
  const [typed, setTyped] = useState<string | null>(null);
  const [isFocused, setFocused] = useState(false);
  const storedBefore = useRef(stored);
  const pause = useRef<AbortController | null>(null);
  const latest = useRef({ save, leave, stored, shown: stored });
  latest.current = { save, leave, stored, shown: typed ?? stored };
  const [typing] = useState(() =>
    createTypedText((text, was) => {
      storedBefore.current = latest.current.stored;
      return latest.current.save(text, was);
    }),
  );
  if (typed === null) typing.startFrom(stored);

  const flush = useCallback(() => {
    pause.current?.abort();
    return typing.flush();
  }, [typing]);

  useEffect(() => {
    let hasLeft = false;
    const saveTyped = async () => {
      const isSaved = await flush();
      // A field that has left the page goes on trying for as long as only the device stands in its way.
      if (hasLeft && (isSaved || engine.storage().type === 'ok')) desk.unsaved.delete(field);
    };
    const field = {
      save: saveTyped,
      words: () => {
        const saves = typing.unsaved();
        return saves.length === 0 ? null : (latest.current.leave?.(saves) ?? null);
      },
    };
    desk.unsaved.add(field);
    return () => {
      hasLeft = true;
      void saveTyped();
    };
  }, [desk, engine, flush, typing]);

  // What was typed stays shown until the row says the same, or says something newer.
  const isStored = stored === typed || (stored !== storedBefore.current && typed !== aside);
  useEffect(() => {
    if (!isFocused && typed !== null && !typing.isWaiting() && isStored) setTyped(null);
  }, [isFocused, typed, typing, isStored]);

  const take = (text: string) => {
    setTyped(text);
    typing.take(text);
  };
  return {
    text: typed ?? stored,
    onChange: (text) => {
      take(text);
      pause.current?.abort();
      const life = new AbortController();
      pause.current = life;
      sleep(pauseMs, life.signal).then(flush, () => {});
    },
    onFocus: () => setFocused(true),
    onBlur: () => {
      setFocused(false);
      return flush();
    },
    flush,
    insist: async () => {
      if (latest.current.shown !== latest.current.stored && !typing.isWaiting()) typing.take(latest.current.shown);
      await flush();
    },
    replace: async (text) => {
      take(text);
      await flush();
    },
  };
}
