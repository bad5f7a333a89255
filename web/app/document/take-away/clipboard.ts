/** A text for the clipboard in two forms at once: what is pasted into takes the one that it knows. */
export type RichText = { readonly html: string; readonly markdown: string };

/**
 * Puts a text into the clipboard; false if the browser did not let it. Must be called inside the person's click; the text itself may
 * still be on its way, because some browsers forget the click while it is waited for.
 */
export async function copyRichText(text: Promise<RichText>): Promise<boolean> {
  if (navigator.clipboard?.write === undefined || typeof ClipboardItem === 'undefined') return copyByEvent(await text);
  const as = (type: string, of: (rich: RichText) => string) => text.then((rich) => new Blob([of(rich)], { type }));
  const item = new ClipboardItem({
    'text/html': as('text/html', ({ html }) => html),
    'text/plain': as('text/plain', ({ markdown }) => markdown),
  });
  return navigator.clipboard.write([item]).then(
    () => true,
    () => false,
  );
}

/** The way of pages that are not served securely: there the clipboard is only known to the event of copying. */
function copyByEvent({ html, markdown }: RichText): boolean {
  let isTaken = false;
  const take = (event: ClipboardEvent) => {
    event.preventDefault();
    event.clipboardData?.setData('text/html', html);
    event.clipboardData?.setData('text/plain', markdown);
    isTaken = event.clipboardData !== null;
  };
  document.addEventListener('copy', take);
  try {
    return document.execCommand('copy') && isTaken;
  } finally {
    document.removeEventListener('copy', take);
  }
}
