import type { NewSource } from '../../../ports.ts';
import { counted } from '../../numbers.ts';
import type { ColumnField } from './columns.ts';
import type { Gathered } from './intake.ts';
import type { Content } from './read-file.ts';

export const roleWords = { evidence: 'Evidence', goal: 'Goal', review: 'Review', note: 'Note' } as const;

export const fieldWords: Readonly<Record<ColumnField, string>> = {
  title: 'Title',
  text: 'Text',
  role: 'Role',
  type: 'Type',
  date: 'Date',
  author: 'Author',
  url: 'Link',
};

/** What a source is at a glance: `PR_AUTHORED · 2026-05-12 · ann`. */
export const factsOf = ({ type, role, date, author }: NewSource): string =>
  [type || roleWords[role], date?.slice(0, 10), author].filter(Boolean).join(' · ');

/** What was found in a file or in what was pasted. */
export function contentInWords(content: Content): string {
  switch (content.type) {
    case 'text':
      return `One text, ${counted(content.text.length, 'character')}`;
    case 'pull-requests':
      return counted(content.entries.length, 'pull request');
    case 'table':
      return `${counted(content.table.rows.length, 'row')}, ${counted(content.table.columns.length, 'column')}`;
  }
}

/** What of the contents is not as it should be; empty if all is well. */
export const shortfallInWords = ({ without, undated }: Gathered): string =>
  [
    without > 0
      ? `${counted(without, 'entry has', 'entries have')} nothing to read and ${without === 1 ? 'is' : 'are'} left out.`
      : '',
    undated > 0
      ? `${counted(undated, 'date')} cannot be read; ${undated === 1 ? 'that source comes' : 'those sources come'} without one.`
      : '',
  ]
    .filter(Boolean)
    .join(' ');
