import { useState } from 'react';

/**
 * A choice that answers at once: shows what was just chosen until the stored value has followed. `save` says whether it was taken in;
 * if not, the stored value is shown again.
 */
export function useChosen<T>(stored: T, save: (value: T) => Promise<boolean>): readonly [T, (value: T) => void] {
  const [asked, setAsked] = useState<{ readonly value: T } | null>(null);
  if (asked !== null && asked.value === stored) setAsked(null);
  const choose = async (value: T) => {
    const choice = { value };
    setAsked(choice);
    if (!(await save(value))) setAsked((newest) => (newest === choice ? null : newest));
  };
  return [asked === null ? stored : asked.value, (value) => void choose(value)];
}
