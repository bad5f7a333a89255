/*
 * The build's own loader remembers a style sheet as asked for, also when it did not come: on another try it would show the part bare.
 */

/** Notes which style sheets are not there now that a part could not be fetched. */
export function noteLostStyles(): void {
  for (const link of linksOf('link[rel="stylesheet"]')) if (!isThere(link)) link.dataset['lost'] = '';
}

/** Fetches those again that were noted and still are not there; rejects if one fails once more. */
export async function fetchLostStyles(): Promise<void> {
  await Promise.all(linksOf('link[data-lost]').map((lost) => !isThere(lost) && fetchAgain(lost)));
}

const linksOf = (selector: string): readonly HTMLLinkElement[] => [...document.querySelectorAll<HTMLLinkElement>(selector)];

/** Of one that did not come, some browsers have no sheet, and some have one whose rules nobody may read. */
function isThere({ sheet }: HTMLLinkElement): boolean {
  try {
    return sheet !== null && sheet.cssRules.length >= 0;
  } catch {
    return false;
  }
}

function fetchAgain(lost: HTMLLinkElement): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const next = document.createElement('link');
  next.rel = 'stylesheet';
  next.crossOrigin = lost.crossOrigin;
  next.href = lost.href;
  next.onload = () => {
    lost.remove();
    resolve();
  };
  next.onerror = () => {
    next.remove();
    reject(new Error(`No style sheet came from ${lost.href}`));
  };
  lost.after(next);
  return promise;
}
