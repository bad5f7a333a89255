import { diff3Merge } from 'node-diff3';
import { marks } from './places.ts';

/** The text that two others were made from, and what each became. */
export type ThreeTexts = { readonly anchor: string; readonly mine: string; readonly theirs: string };

/** A merged text; where both had changed the same passage it holds both, between marks, and a person decides. */
export type MergedText = { readonly text: string; readonly places: number };

/**
 * Merges line by line. A line that both have changed is merged by its words if they changed different ones; otherwise both versions
 * are kept, marked.
 */
export function mergeTexts({ anchor, mine, theirs }: ThreeTexts): MergedText {
  const regions = diff3Merge(linesOf(mine), linesOf(anchor), linesOf(theirs), { excludeFalseConflicts: true });
  const lines: string[] = [];
  let places = 0;
  for (const { ok, conflict } of regions) {
    if (ok !== undefined) lines.push(...ok);
    if (conflict === undefined) continue;
    const [a, b] = [conflict.a.join('\n'), conflict.b.join('\n')];
    const byWords = mergeWords({ anchor: conflict.o.join('\n'), mine: a, theirs: b });
    if (byWords === null) places += 1;
    lines.push(byWords ?? [marks.mine, a, marks.theirs, b, marks.end].join('\n'));
  }
  return { text: lines.join('\n'), places };
}

/** Null if both have changed the same words, or one of them has nothing left of what was there. */
function mergeWords({ anchor, mine, theirs }: ThreeTexts): string | null {
  if (anchor.trim() === '' || mine.trim() === '' || theirs.trim() === '') return null;
  const regions = diff3Merge(wordsOf(mine), wordsOf(anchor), wordsOf(theirs), { excludeFalseConflicts: true });
  if (regions.some(({ conflict }) => conflict !== undefined)) return null;
  return regions.flatMap(({ ok }) => ok ?? []).join('');
}

const linesOf = (text: string): string[] => text.split('\n');
const wordsOf = (text: string): string[] => text.match(/\s+|[^\s]+/g) ?? [];
