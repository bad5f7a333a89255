import { Lexer } from 'marked';
import { countWords } from '../../../shared/recipes/words.ts';

/**
 * A growing Markdown text, cut into pieces that can be shown one by one. `settled` pieces never change again, whatever follows, so that
 * only the tail is parsed anew as a text streams in. A piece is a top-level block (paragraph, list, table …) with the blank lines after it.
 */
export type Pieces = {
  readonly text: string;
  readonly settled: readonly string[];
  /** Where the tail begins in the text. */
  readonly tailAt: number;
  readonly tail: readonly string[];
  /** Words of the settled pieces. */
  readonly settledWords: number;
};

export const noPieces: Pieces = { text: '', settled: [], tailAt: 0, tail: [], settledWords: 0 };

/**
 * How many of the last blocks may still change. One is not enough: after `- a` and a blank line, a lone `-` reads as a paragraph
 * until its text comes and makes it the list's next item.
 */
const openBlocks = 2;

/** Takes in the whole text so far. Only what follows the settled pieces is parsed; another text altogether begins anew. */
export function growPieces(before: Pieces, whole: string): Pieces {
  const text = whole.replace(/\r\n?/g, '\n');
  if (text === before.text) return before;
  const base = text.startsWith(before.text) ? before : noPieces;
  const blocks = blocksIn(text.slice(base.tailAt));
  const closed = blocks.slice(0, Math.max(0, blocks.length - openBlocks));
  return {
    text,
    settled: closed.length === 0 ? base.settled : [...base.settled, ...closed],
    tailAt: base.tailAt + closed.reduce((sum, block) => sum + block.length, 0),
    tail: blocks.slice(closed.length),
    settledWords: base.settledWords + wordsIn(closed),
  };
}

/** Words so far; only the tail's are counted anew. */
export const wordsOf = (pieces: Pieces): number => pieces.settledWords + wordsIn(pieces.tail);

const wordsIn = (blocks: readonly string[]): number => blocks.reduce((sum, block) => sum + countWords(block), 0);

/** All pieces in reading order. */
export const allPieces = (pieces: Pieces): readonly string[] => [...pieces.settled, ...pieces.tail];

/** Top-level blocks as they stand in the source; together they are the source. */
function blocksIn(text: string): readonly string[] {
  const blocks: string[] = [];
  let rest = text;
  for (const token of new Lexer({ gfm: true }).blockTokens(rest)) {
    const length = token.raw.length;
    const last = blocks.length - 1;
    if (token.type === 'space' && last >= 0) blocks[last] = `${blocks[last] ?? ''}${rest.slice(0, length)}`;
    else blocks.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  const last = blocks.length - 1;
  if (rest !== '' && last >= 0) blocks[last] = `${blocks[last] ?? ''}${rest}`;
  else if (rest !== '') blocks.push(rest);
  return blocks;
}
