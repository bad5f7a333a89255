import type { Revision } from '../../../../shared/records/records.ts';

/** Who or what wrote a text: `You`, `Claude Sonnet 5.5`, `Claude Sonnet 5.5 · cut off`. */
export function writerInWords({ by }: Pick<Revision, 'by'>, nameOfModel: (id: string) => string): string {
  if (by.type === 'person') return 'You';
  return [nameOfModel(by.model), ...(by.cutOff ? ['cut off'] : [])].join(' · ');
}
