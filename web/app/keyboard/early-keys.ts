/** What was typed for a field that is not there yet, and whether Enter ended it. */
export type EarlyKeys = { readonly typed: string; readonly isEntered: boolean };

/** Nothing yet. */
export const noKeys: EarlyKeys = { typed: '', isEntered: false };

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** With one key more; the very same if the key means nothing to a field, and null if it leaves it. */
export function withKey(keys: EarlyKeys, { key, ctrlKey, metaKey, altKey }: Key): EarlyKeys | null {
  if (key === 'Escape') return null;
  if (ctrlKey || metaKey || altKey || keys.isEntered) return keys;
  if (key === 'Enter') return { ...keys, isEntered: true };
  if (key === 'Backspace') return { ...keys, typed: keys.typed.slice(0, -1) };
  return [...key].length === 1 ? { ...keys, typed: keys.typed + key } : keys;
}
