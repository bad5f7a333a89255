import type { Block, Revision } from '../../../../shared/records/records.ts';

/** Who or what wrote a text: `You`, `Claude Sonnet 5.5`, `Claude Sonnet 5.5 · cut off`. */
export function writerInWords({ by }: Pick<Revision, 'by'>, nameOfModel: (id: string) => string): string {
  if (by.type === 'person') return 'You';
  return [nameOfModel(by.model), ...(by.cutOff ? ['cut off'] : [])].join(' · ');
}

/** What a text is to its block now; null for one of the past. */
export function placeInWords({ current, suggestion, aside }: Block, { id }: Pick<Revision, 'id'>): string | null {
  if (current === id) return 'Current text';
  if (suggestion === id) return 'Waits as a suggestion';
  return aside === id ? 'Changed elsewhere at the same time' : null;
}
