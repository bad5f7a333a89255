/** Marks a passage that both have changed. Each stands on a line of its own. */
export const marks = { mine: '[[ Your text ]]', theirs: '[[ Suggested text ]]', end: '[[ End ]]' } as const;

/** A marked passage of a text: where it begins and ends, and its two versions. */
export type Place = { readonly from: number; readonly to: number; readonly mine: string; readonly theirs: string };

/** The passages that are still to be decided, in reading order. A mark that a person has broken up is text like any other. */
export function placesIn(text: string): readonly Place[] {
  const places: Place[] = [];
  let at = 0;
  for (;;) {
    const from = lineAt(text, marks.mine, at);
    const middle = from < 0 ? -1 : lineAt(text, marks.theirs, from);
    const end = middle < 0 ? -1 : lineAt(text, marks.end, middle);
    if (end < 0) return places;
    const mine = text.slice(from + marks.mine.length + 1, Math.max(from + marks.mine.length + 1, middle - 1));
    const theirs = text.slice(middle + marks.theirs.length + 1, Math.max(middle + marks.theirs.length + 1, end - 1));
    at = end + marks.end.length;
    places.push({ from, to: at, mine, theirs });
  }
}

/** The text with one passage decided. */
export function decide(text: string, { from, to, mine, theirs }: Place, as: 'mine' | 'theirs' | 'both'): string {
  const chosen = as === 'both' ? `${mine}\n\n${theirs}` : as === 'mine' ? mine : theirs;
  return text.slice(0, from) + chosen + text.slice(to);
}

/** Where a line that consists of the mark begins, from `at` on; -1 if there is none. */
function lineAt(text: string, mark: string, at: number): number {
  let found = text.indexOf(mark, at);
  while (found >= 0) {
    const isLine = (found === 0 || text[found - 1] === '\n') && (text[found + mark.length] ?? '\n') === '\n';
    if (isLine) return found;
    found = text.indexOf(mark, found + 1);
  }
  return -1;
}
