/** A short message at the edge of the screen. */
export type Toast = {
  readonly tone: 'plain' | 'done' | 'failed' | 'cut-off';
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
  /** How long it stays; null: until it is closed. */
  readonly lastsMs: number | null;
  /** That of something with an end of its own, which alone takes it away. Shown once more under this id, it changes in its place. */
  readonly id?: string;
};

/** `waiting`, `gone`: it came, or went, while a person was at the messages. */
export type ShownToast = Toast & { readonly key: string; readonly stage: 'shown' | 'waiting' | 'gone' };

/** A failure that stays is told once, and so is what has an id. */
export const isSame = (one: Toast, other: Toast): boolean =>
  other.id === undefined ? other.lastsMs === null && one.text === other.text && one.action === other.action : one.id === other.id;

const mostKept = 6;

/**
 * As they stand once nobody is at them. Of too many the oldest go that nobody would miss: never one with something to press, nor one that
 * stays until it is closed.
 */
export function unheld(toasts: readonly ShownToast[]): readonly ShownToast[] {
  const there = toasts.filter(({ stage }) => stage !== 'gone');
  const spare = there
    .slice(0, -1)
    .filter(({ action, lastsMs }) => action === undefined && lastsMs !== null)
    .slice(0, Math.max(0, there.length - mostKept));
  return there.flatMap((toast) => (spare.includes(toast) ? [] : [{ ...toast, stage: 'shown' } as const]));
}
