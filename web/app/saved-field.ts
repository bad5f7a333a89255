import { useCallback, useEffect, useRef, useState } from 'react';
import { useDesk } from './desk.tsx';
import { usePorts } from './ports-context.tsx';

/** How long typing may pause before what was typed is saved. */
const pauseMs = 400;

/** A field that is saved as it is typed. */
export type SavedField = {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
  /** Saves what is not saved yet; resolves when it is durable. */
  readonly flush: () => Promise<void>;
};

/**
 * Shows the stored value, and while a person is in the field only what they type: a change from elsewhere never replaces it under
 * their hands. `save` answers whether it was taken in; what was not stays on the screen and is tried again.
 */
export function useSavedField(stored: string, save: (text: string) => Promise<boolean>): SavedField {
  const { sleep } = usePorts();
  const desk = useDesk();
  const [typed, setTyped] = useState<string | null>(null);
  const [isFocused, setFocused] = useState(false);
  const unsaved = useRef<string | null>(null);
  const storedBefore = useRef(stored);
  const pause = useRef<AbortController | null>(null);
  const latest = useRef({ save, stored });
  latest.current = { save, stored };

  const flush = useCallback(async () => {
    pause.current?.abort();
    const text = unsaved.current;
    if (text === null) return;
    unsaved.current = null;
    storedBefore.current = latest.current.stored;
    if (!(await latest.current.save(text))) unsaved.current ??= text;
  }, []);

  useEffect(() => {
    desk.unsaved.add(flush);
    return () => {
      desk.unsaved.delete(flush);
      void flush();
    };
  }, [desk, flush]);

  // What was typed stays shown until the row says the same, or says something newer.
  const isStored = stored === typed || stored !== storedBefore.current;
  useEffect(() => {
    if (!isFocused && typed !== null && unsaved.current === null && isStored) setTyped(null);
  }, [isFocused, typed, isStored]);

  return {
    text: typed ?? stored,
    onChange: (text) => {
      setTyped(text);
      unsaved.current = text;
      pause.current?.abort();
      const life = new AbortController();
      pause.current = life;
      sleep(pauseMs, life.signal).then(flush, () => {});
    },
    onFocus: () => setFocused(true),
    onBlur: () => {
      setFocused(false);
      void flush();
    },
    flush,
  };
}
