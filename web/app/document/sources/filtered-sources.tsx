import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { sourceRoles } from '../../../../shared/recipes/sources.ts';
import type { Source } from '../../../../shared/records/records.ts';
import { counted } from '../../numbers.ts';
import { roleWords } from './source-words.ts';

type FilteredSourcesProps = {
  readonly sources: readonly Source[];
  /** Shows those that the person looks for. */
  readonly children: (found: readonly Source[]) => ReactNode;
};

/** Sources to be found by words and role, with the way back to all when none fits. */
export function FilteredSources({ sources, children }: FilteredSourcesProps) {
  const [words, setWords] = useState('');
  const [role, setRole] = useState('');
  const settled = useDeferredValue(words);
  const found = useMemo(() => sources.filter((source) => fits(source, settled, role)), [sources, settled, role]);
  const showAll = () => {
    setWords('');
    setRole('');
  };
  return (
    <div className="sources">
      {sources.length > 5 && (
        <div className="sources-filter">
          <input
            className="input"
            type="search"
            aria-label="Filter sources"
            placeholder="Filter sources"
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
          <select className="input" aria-label="Role" value={role} onChange={(event) => setRole(event.target.value)}>
            <option value="">All roles</option>
            {sourceRoles.map((each) => (
              <option key={each} value={each}>
                {roleWords[each]}
              </option>
            ))}
          </select>
        </div>
      )}
      <p className={found.length === sources.length ? 'hidden' : 'note'} role="status">
        {found.length === sources.length ? '' : foundInWords(found.length)}
      </p>
      {found.length === 0 && sources.length > 0 && (
        <button type="button" className="link-button sources-all" onClick={showAll}>
          Show all sources
        </button>
      )}
      {children(found)}
    </div>
  );
}

const foundInWords = (count: number): string =>
  count === 0 ? 'No source has all of that.' : `${counted(count, 'source')} found`;

/** Every word occurs somewhere in it. */
function fits(source: Source, words: string, role: string): boolean {
  if (role !== '' && source.role !== role) return false;
  const text = `${source.title}\n${source.type}\n${source.author}\n${source.url}\n${source.text}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
