/** What a person types into one field, on its way to where it is kept. */
export type TypedText = {
  /** Takes what the field shows now; only the newest is kept. */
  readonly take: (text: string) => void;
  /** Whether something was not saved, or waits for it; what is on its way does not, until it fails. */
  readonly isWaiting: () => boolean;
  /** What is not known to be kept, in the order in which it is saved. */
  readonly unsaved: () => readonly TypedSave[];
  /** The field shows what is stored: what is typed next is a change of this. */
  readonly startFrom: (stored: string) => void;
  /** Saves what is not saved yet, after what is on its way; resolves to whether all that was typed until now is kept. */
  readonly flush: () => Promise<boolean>;
};

/** A text, and the stored one that the person changed, as they last saw it. */
type TypedSave = { readonly text: string; readonly was: string };

/** Answers whether the text was taken in. `was`: the stored text that the person changed, as they last saw it. */
export type Save = (text: string, was: string) => Promise<boolean>;

/**
 * Saves one text after the other. What was not taken in waits for the next `flush`, unless something newer waits already: of two saves
 * that fail, the newer text is the one that stays, and a text that follows a failed one still tells the stored text that it changes.
 */
export function createTypedText(save: Save): TypedText {
  let unsaved: string | null = null;
  let base = '';
  let onItsWay: TypedSave | null = null;
  let saving: Promise<boolean> | null = null;
  const saveUnsaved = async () => {
    if (unsaved === null) return true;
    const text = unsaved;
    const was = base;
    unsaved = null;
    base = text;
    onItsWay = { text, was };
    let isTaken = false;
    try {
      isTaken = await save(text, was);
    } finally {
      onItsWay = null;
      if (!isTaken) {
        base = was;
        unsaved ??= text;
      }
    }
    return isTaken;
  };
  return {
    take: (text) => {
      unsaved = text;
    },
    isWaiting: () => unsaved !== null,
    unsaved: () => [...(onItsWay === null ? [] : [onItsWay]), ...(unsaved === null ? [] : [{ text: unsaved, was: base }])],
    startFrom: (stored) => {
      base = stored;
    },
    flush: () => {
      const own = saving === null ? saveUnsaved() : saving.then(saveUnsaved, saveUnsaved);
      const over = () => {
        if (saving === own) saving = null;
      };
      saving = own;
      own.then(over, over);
      return own;
    },
  };
}
