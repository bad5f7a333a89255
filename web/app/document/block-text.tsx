import { memo, useEffect, useLayoutEffect, useRef } from 'react';
import { markdownAsHtml } from './markdown.ts';
import { allPieces, type Pieces } from './markdown-pieces.ts';

type BlockTextProps = { readonly pieces: Pieces; readonly isLive: boolean };

/**
 * A block's text as it reads. A live one grows piece by piece, so that only its end is laid out anew, and it keeps the room of the text
 * that it replaces, so that nothing below it jumps.
 */
export function BlockText({ pieces, isLive }: BlockTextProps) {
  const box = useRef<HTMLDivElement>(null);
  const roomPx = useRef(0);
  useLayoutEffect(() => {
    if (!isLive) roomPx.current = box.current?.offsetHeight ?? 0;
  }, [isLive]);
  if (pieces.text === '') return null;
  return (
    <div ref={box} className="text" data-live={isLive} style={isLive ? { minHeight: roomPx.current } : undefined}>
      {allPieces(pieces).map((piece, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a piece keeps its place for as long as the text grows
        <Piece key={at} text={piece} />
      ))}
    </div>
  );
}

const Piece = memo(({ text }: { readonly text: string }) => {
  const piece = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides what is in it
  useEffect(() => keepReachable(piece.current?.querySelectorAll('pre, table') ?? []), [text]);
  return (
    // biome-ignore lint/security/noDangerouslySetInnerHtml: markdownAsHtml has sanitised it
    <div ref={piece} className="piece" dangerouslySetInnerHTML={{ __html: markdownAsHtml(text) }} />
  );
});

/** A keyboard reaches what is wider than its place as long as it is, so that it can be scrolled; not every browser does that by itself. */
function keepReachable(parts: Iterable<HTMLElement>): () => void {
  const watch = new ResizeObserver((sizes) => {
    for (const { target } of sizes) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute('tabindex', '0');
      else target.removeAttribute('tabindex');
    }
  });
  for (const part of parts) watch.observe(part);
  return () => watch.disconnect();
}
