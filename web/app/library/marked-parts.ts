/** A piece of a line, by where it begins. */
export type Part = { readonly at: number; readonly text: string; readonly isMarked: boolean };

/** Divides a line into what is one of the words and what is not. `fold` makes a word of the line comparable to `words`. */
export function markedParts(line: string, words: readonly string[], fold: (text: string) => string): readonly Part[] {
  const wanted = new Set(words);
  const parts: Part[] = [];
  let plainFrom = 0;
  for (const { 0: word, index } of line.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    if (!wanted.has(fold(word))) continue;
    if (index > plainFrom) parts.push({ at: plainFrom, text: line.slice(plainFrom, index), isMarked: false });
    parts.push({ at: index, text: word, isMarked: true });
    plainFrom = index + word.length;
  }
  if (plainFrom < line.length) parts.push({ at: plainFrom, text: line.slice(plainFrom), isMarked: false });
  return parts;
}
