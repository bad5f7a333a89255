/**
 * For a control that takes its own item away: moves the focus to the same control of the next item, else of the one before, else to
 * `otherwise`, so that a keyboard does not begin anew at the top of the page. Call it before the item goes.
 */
export function focusNeighbour(control: HTMLElement, item: string, otherwise: string): void {
  const own = control.closest(item);
  const label = control.getAttribute('aria-label');
  const same = `button[aria-label="${label}"]`;
  const neighbour =
    own?.nextElementSibling?.querySelector<HTMLElement>(same) ??
    own?.previousElementSibling?.querySelector<HTMLElement>(same) ??
    document.querySelector<HTMLElement>(otherwise);
  neighbour?.focus();
}
