import { memo, useRef } from 'react';
import { markdownAsHtml } from './markdown.ts';
import { allPieces, growPieces, noPieces } from './markdown-pieces.ts';

type BlockTextProps = {
  readonly text: string;
  readonly isLive: boolean;
  /** A text block says that it is empty; a prompt block's prompt says enough. */
  readonly isEmptyText: boolean;
};

/** A block's text as it reads. A live one grows piece by piece, so that only its end is laid out anew. */
export function BlockText({ text, isLive, isEmptyText }: BlockTextProps) {
  const pieces = useRef(noPieces);
  pieces.current = growPieces(pieces.current, text);
  if (text === '') return isEmptyText ? <p className="text-empty">Nothing written yet.</p> : null;
  return (
    <div className="text" data-live={isLive}>
      {allPieces(pieces.current).map((piece, at) => (
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
