import { diffArrays, diffWordsWithSpace } from 'diff';

/** A stretch of two compared texts: in both, only in the later one, or only in the earlier one. */
export type Stretch = { readonly type: 'same' | 'added' | 'removed'; readonly text: string };

/**
 * What makes `after` of `before`, in reading order, word by word. Paragraphs are compared first, so that a long text is compared
 * quickly and a word never finds its like in another part of it.
 */
export function differenceOf(before: string, after: string): readonly Stretch[] {
  const parts = diffArrays(linesOf(before), linesOf(after));
  const stretches: Stretch[] = [];
  for (let at = 0; at < parts.length; at += 1) {
    const [part, next] = [parts[at], parts[at + 1]];
    if (part === undefined) break;
    if (part.removed && next?.added) {
      stretches.push(...wordsOf(part.value.join(''), next.value.join('')));
      at += 1;
    } else stretches.push({ type: part.added ? 'added' : part.removed ? 'removed' : 'same', text: part.value.join('') });
  }
  return joined(stretches);
}

/** True if the texts differ in nothing. */
export const isSame = (stretches: readonly Stretch[]): boolean => stretches.every(({ type }) => type === 'same');

/** More changed words than this are shown as one passage for another: nobody reads them one by one. */
const maxChanges = 2_000;

function wordsOf(before: string, after: string): readonly Stretch[] {
  const parts = diffWordsWithSpace(before, after, { maxEditLength: maxChanges });
  if (parts === undefined)
    return [
      { type: 'removed', text: before },
      { type: 'added', text: after },
    ];
  return parts.map(({ added, removed, value }) => ({ type: added ? 'added' : removed ? 'removed' : 'same', text: value }));
}

/** Lines with their ends, so that joining them gives the text back. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const out: Stretch[] = [];
  for (const stretch of stretches) {
    const last = out.at(-1);
    if (stretch.text === '') continue;
    if (last?.type === stretch.type) out[out.length - 1] = { type: last.type, text: last.text + stretch.text };
    else out.push(stretch);
  }
  return out;
}
