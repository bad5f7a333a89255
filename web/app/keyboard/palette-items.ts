import { folded } from '../../search/folded.ts';

/** Something that the palette offers. */
export type PaletteItem = {
  readonly id: string;
  readonly kind: 'Do' | 'Go to' | 'Document' | 'Job';
  readonly label: string;
  /** More words that it is found by, and a hint for the eye. */
  readonly hint: string;
  readonly run: () => void;
};

/** So many are shown; a person types on rather than read further. */
const shownItems = 12;

/** What has all the words, as it was offered; the beginning of a label counts before its middle. */
export function choose(items: readonly PaletteItem[], typed: string): readonly PaletteItem[] {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  const fitting = items.filter(({ label, hint }) => words.every((word) => folded(`${label} ${hint}`).includes(word)));
  const begins = ({ label }: PaletteItem) => words[0] !== undefined && folded(label).startsWith(words[0]);
  return [...fitting.filter(begins), ...fitting.filter((item) => !begins(item))].slice(0, shownItems);
}
