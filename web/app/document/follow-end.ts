import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** `follow`: the page scrolls with the text's end; `point`: it only says that there is something new below. */
export type Follow = 'follow' | 'point' | 'no';

/** What is kept free below the end: the bar of a phone, and air. */
const roomPx = 88;

/**
 * Follows the end of a growing text while the reader is at it, and never moves what they read otherwise. True while the end is below
 * what can be seen.
 */
export function useFollowEnd(end: RefObject<HTMLElement | null>, text: string, follow: Follow): boolean {
  const isAtEnd = useRef(true);
  const before = useRef<Follow>('no');
  const [isBelow, setBelow] = useState(false);

  useEffect(() => {
    if (follow === 'no') return setBelow(false);
    const look = () => {
      isAtEnd.current = pastTheFold(end.current) <= roomPx / 2;
      setBelow(pastTheFold(end.current) > 0);
    };
    look();
    addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look);
    // What stands above it grows and shrinks too: a panel that makes room, a prompt that is edited.
    const page = new ResizeObserver(look);
    page.observe(document.body);
    return () => {
      removeEventListener('scroll', look);
      removeEventListener('resize', look);
      page.disconnect();
    };
  }, [end, follow]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what makes it grow
  useLayoutEffect(() => {
    const past = pastTheFold(end.current);
    // A text that is long when it first appears is read from its beginning.
    if (before.current === 'no') isAtEnd.current = past <= roomPx;
    before.current = follow;
    if (follow === 'no') return;
    if (follow === 'follow' && isAtEnd.current && past > 0) scrollBy({ top: past, behavior: 'instant' });
    else setBelow(past > 0);
  }, [text, follow]);

  return isBelow;
}

/** How far the end is below the room that is kept for it, in px; negative while it can be seen. */
const pastTheFold = (end: HTMLElement | null): number =>
  end === null ? 0 : end.getBoundingClientRect().bottom - (innerHeight - roomPx);
