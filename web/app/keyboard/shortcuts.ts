/*
 * Every key that does something, once: what binds them asks `pressed`, and the list that `?` opens is made of the same rows.
 */

/** `mod` is Ctrl, and ⌘ on a Mac. A key without it does nothing while a person is typing, unless it is said to. */
type Shortcut = {
  readonly id: 'generate' | 'leave' | 'search' | 'palette' | 'shortcuts';
  readonly key: string;
  readonly mod: boolean;
  readonly does: string;
};

/** In the order in which they are shown. */
export const shortcuts: readonly Shortcut[] = [
  { id: 'generate', key: 'Enter', mod: true, does: 'Generate from the prompt that you are in' },
  { id: 'leave', key: 'Escape', mod: false, does: 'Leave a field, an editor or a window' },
  { id: 'search', key: '/', mod: false, does: 'Search documents' },
  { id: 'palette', key: 'k', mod: true, does: 'Go to a document, a job or a page, or do something' },
  { id: 'shortcuts', key: '?', mod: false, does: 'Show these shortcuts' },
];

/** What of a keyboard event decides. */
export type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** True if these are the keys of a shortcut. */
export const pressed = (event: Pressed, id: Shortcut['id']): boolean =>
  shortcuts.some(
    (each) =>
      each.id === id &&
      each.key.toLowerCase() === event.key.toLowerCase() &&
      each.mod === (event.ctrlKey || event.metaKey) &&
      !event.altKey,
  );

/** The keys as they are written on a keyboard. */
export const keysOf = ({ key, mod }: Pick<Shortcut, 'key' | 'mod'>, isMac: boolean): readonly string[] => {
  const name = key === 'Escape' ? 'Esc' : key.length === 1 ? key.toUpperCase() : key;
  return mod ? [isMac ? '⌘' : 'Ctrl', name] : [name];
};
