import { folded } from './folded.ts';

/** How much of a long line is shown. */
const shownChars = 160;
const leadChars = 40;

/** The first line of a text that has one of the words, cut around it; null if none has. Words come folded. */
export function matchingLine(text: string, words: readonly string[]): string | null {
  for (const line of text.split('\n')) {
    const plain = folded(line);
    const at = words.map((word) => plain.indexOf(word)).filter((place) => place >= 0);
    if (at.length > 0) return cutAround(line.trim(), Math.min(...at));
  }
  return null;
}

function cutAround(line: string, at: number): string {
  if (line.length <= shownChars) return line;
  const wanted = Math.max(0, Math.min(at - leadChars, line.length - shownChars));
  const start = wanted === 0 ? 0 : line.indexOf(' ', wanted) + 1 || wanted;
  const end = Math.min(line.length, start + shownChars);
  return `${start > 0 ? '… ' : ''}${line.slice(start, end).trim()}${end < line.length ? ' …' : ''}`;
}
