import type { SourceRole } from '../../../../shared/recipes/sources.ts';
import type { NewSource } from '../../../ports.ts';
import { type Columns, rowsAsSources } from './columns.ts';
import { pullRequestSources } from './pull-requests.ts';
import type { Content } from './read-file.ts';
import type { Table } from './table.ts';

/** What a person says about sources that do not say it themselves; `date` as a date field has it, empty for none. */
export type Said = {
  readonly title: string;
  readonly role: SourceRole;
  readonly type: string;
  readonly date: string;
  readonly author: string;
  readonly url: string;
};

export const nothingSaid: Said = { title: '', role: 'evidence', type: '', date: '', author: '', url: '' };

/** Sources that are ready to be added; `without` had nothing to read, `undated` a date that cannot be read. */
export type Gathered = { readonly sources: readonly NewSource[]; readonly without: number; readonly undated: number };

export type GatherOptions = {
  readonly said: Said;
  /** Whom the document is about. */
  readonly login: string;
  readonly columnsOf: (table: Table) => Columns;
};

/** The sources of all contents in their order. A text that comes alone takes all that is said; of several each takes role and type. */
export function gather(contents: readonly Content[], options: GatherOptions): Gathered {
  const parts = contents.map((content) => sourcesIn(content, options, contents.length === 1));
  return {
    sources: parts.flatMap(({ sources }) => sources),
    without: parts.reduce((sum, part) => sum + part.without, 0),
    undated: parts.reduce((sum, part) => sum + part.undated, 0),
  };
}

function sourcesIn(content: Content, { said, login, columnsOf }: GatherOptions, isAlone: boolean): Gathered {
  switch (content.type) {
    case 'text':
      return { sources: [textSource(content, said, isAlone)], without: 0, undated: 0 };
    case 'pull-requests': {
      const sources = pullRequestSources(content.entries, login);
      return { sources, without: content.entries.length - sources.length, undated: 0 };
    }
    case 'table':
      return rowsAsSources(content.table, columnsOf(content.table), said);
  }
}

function textSource({ title, text }: Extract<Content, { type: 'text' }>, said: Said, isAlone: boolean): NewSource {
  const { role } = said;
  const type = said.type.trim();
  if (!isAlone) return { title, text, role, type, date: null, author: '', url: '' };
  return {
    title: said.title.trim() || title,
    text,
    role,
    type,
    date: said.date || null,
    author: said.author.trim(),
    url: said.url.trim(),
  };
}
