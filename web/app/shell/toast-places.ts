import type { ShownToast } from './toast-rows.ts';

/*
 * A message tells of what the person works with and must not cover it. So only the newest are whole, in the corner; those before them
 * fold behind one line above, and every one can be had back from there. The corner is the side that stays: what folds, unfolds or ends
 * above moves nothing below it.
 */

/** Where a message stands; `waiting` is folded too, on the outer side, where it moves none of the others. */
export type ToastPlace = 'whole' | 'folded' | 'waiting';

/** Where each of them stands when so many may be whole, and how many are folded. */
export function placesOf(toasts: readonly ShownToast[], mayBeWhole: number) {
  const whole = toasts.filter(({ stage }) => stage !== 'waiting').slice(-mayBeWhole);
  const placeOf = (toast: ShownToast): ToastPlace =>
    whole.includes(toast) ? 'whole' : toast.stage === 'waiting' ? 'waiting' : 'folded';
  const folded = toasts.filter((toast) => toast.stage !== 'gone' && !whole.includes(toast)).length;
  return { placeOf, folded };
}
