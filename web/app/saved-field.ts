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
  /** Saves what is not saved yet; resolves when all that was typed is durable, also what was on its way before. */
  readonly flush: () => Promise<void>;
  /** Saves what the field shows, also if it was saved before and something else has taken its place since. */
  readonly insist: () => Promise<void>;
  /** Shows and saves another text, as if it had been typed. */
  readonly replace: (text: string) => Promise<void>;
};

/** Answers whether the text was taken in. `was`: the stored text that the person changed, as they last saw it. */
type Save = (text: string, was: string) => Promise<boolean>;

/**
 * Shows the stored value, and while a person is in the field only what they type: a change from elsewhere never replaces it under
 * their hands. What `save` did not take in stays on the screen and is tried again. `aside`: what was typed and has lost its place to
 * something from elsewhere; as long as that is not decided the field goes on showing it.
 */
export function useSavedField(stored: string, save: Save, aside: string | null = null): SavedField {
  const { sleep } = usePorts();
  const desk = useDesk();
  const [typed, setTyped] = useState<string | null>(null);
  const [isFocused, setFocused] = useState(false);
  const unsaved = useRef<string | null>(null);
  const storedBefore = useRef(stored);
  const base = useRef(stored);
  const pause = useRef<AbortController | null>(null);
  const saving = useRef<Promise<void>>(Promise.resolve());
  const latest = useRef({ save, stored, shown: stored });
  latest.current = { save, stored, shown: typed ?? stored };
  if (typed === null) base.current = stored;

  const saveNow = useCallback(async (text: string) => {
    unsaved.current = null;
    storedBefore.current = latest.current.stored;
    const was = base.current;
    base.current = text;
    if (await latest.current.save(text, was)) return;
    base.current = was;
    unsaved.current ??= text;
  }, []);
  const flush = useCallback(() => {
    pause.current?.abort();
    if (unsaved.current !== null) saving.current = saveNow(unsaved.current);
    return saving.current;
  }, [saveNow]);

  useEffect(() => {
    desk.unsaved.add(flush);
    return () => {
      desk.unsaved.delete(flush);
      void flush();
    };
  }, [desk, flush]);

  // What was typed stays shown until the row says the same, or says something newer.
  const isStored = stored === typed || (stored !== storedBefore.current && typed !== aside);
  useEffect(() => {
    if (!isFocused && typed !== null && unsaved.current === null && isStored) setTyped(null);
  }, [isFocused, typed, isStored]);

  const take = (text: string) => {
    setTyped(text);
    unsaved.current = text;
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
      void flush();
    },
    flush,
    insist: async () => {
      if (latest.current.shown !== latest.current.stored) unsaved.current ??= latest.current.shown;
      await flush();
    },
    replace: async (text) => {
      take(text);
      await flush();
    },
  };
}
