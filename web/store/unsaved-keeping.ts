import type { UnsavedWords } from '../ports.ts';

/*
 * What was typed in the moment before a page went. A page that goes cannot finish a transaction any more, but the browser's small storage
 * takes a text at once; the next page that opens, or another that is open, saves it from there (J1).
 */

/** The small storage, as far as it is needed here; a browser's own throws where it is forbidden or full. */
export type SmallStorage = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

const prefixOf = (account: string): string => `meanwhile-unsaved ${account} `;

/** Keeps the words of a page that goes; `id` is new each time, since many pages may go at once. */
export function keepUnsaved(storage: SmallStorage, account: string, id: string, words: readonly UnsavedWords[]): void {
  if (words.length === 0) return;
  try {
    storage.setItem(prefixOf(account) + id, JSON.stringify(words));
  } catch {
    // Nothing else is left that a page that goes could reach.
  }
}

/** True for a name under which words of this account are kept. */
export const isUnsavedName = (account: string, name: string | null): boolean => name?.startsWith(prefixOf(account)) ?? false;

/** The names under which words of this account are kept. */
export function unsavedNames(storage: SmallStorage, account: string): readonly string[] {
  const names = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '');
  return names.filter((name) => isUnsavedName(account, name));
}
