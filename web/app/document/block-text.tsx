import { memo, useLayoutEffect, useRef } from 'react';
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

const Piece = memo(({ text }: { readonly text: string }) => (
  // biome-ignore lint/security/noDangerouslySetInnerHtml: markdownAsHtml has sanitised it
  <div className="piece" dangerouslySetInnerHTML={{ __html: markdownAsHtml(text) }} />
));
