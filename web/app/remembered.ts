/*
 * Small things that this browser remembers for the next visit, such as whether a panel was open. They are a convenience: where the browser
 * keeps nothing, as on a full disk or with storage forbidden, the page goes on without them.
 */

/** What was remembered; null if nothing is. */
export function recalled(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Remembers it, if the browser lets it. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // It is asked for anew, or guessed, the next time.
  }
}
