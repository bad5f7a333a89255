import { ActionIcon } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  lazy,
  type MouseEvent,
  type ReactNode,
  Suspense,
  useDeferredValue,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { sourceRoles } from '../../../../shared/recipes/sources.ts';
import type { Source } from '../../../../shared/records/records.ts';
import { useAct, useDesk } from '../../desk.tsx';
import { counted } from '../../numbers.ts';
import { usePorts } from '../../ports-context.tsx';
import { focusNeighbour } from '../../ui/focus-neighbour.ts';
import { factsOf, roleWords } from './source-words.ts';

const EditSource = lazy(async () => ({ default: (await import('./edit-source.tsx')).EditSource }));

type SourcesTableProps = {
  readonly sources: readonly Source[];
  /** Shows the text of the first row. */
  readonly isOpened: boolean;
};

/** Sources to be found, read, edited and deleted; only the rows in sight are drawn. */
export function SourcesTable({ sources, isOpened }: SourcesTableProps) {
  const [words, setWords] = useState('');
  const [role, setRole] = useState('');
  const settled = useDeferredValue(words);
  const found = useMemo(() => sources.filter((source) => fits(source, settled, role)), [sources, settled, role]);
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
        {found.length === sources.length ? '' : `${counted(found.length, 'source')} found`}
      </p>
      <Rows sources={found} isOpened={isOpened} />
    </div>
  );
}

/** Every word occurs somewhere in it. */
function fits(source: Source, words: string, role: string): boolean {
  if (role !== '' && source.role !== role) return false;
  const text = `${source.title}\n${source.type}\n${source.author}\n${source.url}\n${source.text}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const rowPx = 48;

function Rows({ sources, isOpened }: SourcesTableProps) {
  const list = useRef<HTMLDivElement>(null);
  const [above, setAbove] = useState(0);
  const [edited, setEdited] = useState<Source | null>(null);
  const rows = useVirtualizer({
    count: sources.length,
    getScrollElement: () => scrollerOf(list.current),
    estimateSize: () => rowPx,
    getItemKey: (at) => sources[at]?.id ?? at,
    scrollMargin: above,
    overscan: 8,
  });
  // What stands above the rows in the same scrolled panel grows and shrinks.
  useLayoutEffect(() => {
    const scroller = scrollerOf(list.current);
    if (list.current === null || scroller === null) return;
    const top = list.current.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    if (Math.abs(top - above) > 1) setAbove(top);
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot draw only the rows in sight
    <div
      ref={list}
      role="table"
      aria-label="Sources"
      aria-rowcount={sources.length}
      style={{ height: rows.getTotalSize() }}
      className="source-rows"
    >
      {rows.getVirtualItems().map((item) => {
        const source = sources[item.index];
        return source === undefined ? null : (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: its cells hold what can be focused
          <div
            key={item.key}
            ref={rows.measureElement}
            data-index={item.index}
            role="row"
            aria-rowindex={item.index + 1}
            className="source"
            style={{ transform: `translateY(${item.start - above}px)` }}
          >
            <SourceRow source={source} isOpened={isOpened && item.index === 0} onEdit={() => setEdited(source)} />
          </div>
        );
      })}
      {edited !== null && (
        <Suspense>
          <EditSource source={edited} onClose={() => setEdited(null)} />
        </Suspense>
      )}
    </div>
  );
}

const scrollerOf = (element: HTMLElement | null): HTMLElement | null => element?.closest<HTMLElement>('.panel, dialog') ?? null;

type SourceRowProps = { readonly source: Source; readonly isOpened: boolean; readonly onEdit: () => void };

function SourceRow({ source, isOpened, onEdit }: SourceRowProps) {
  const { actions } = usePorts();
  const { deferred } = useDesk();
  const act = useAct();
  const [isOpen, setOpen] = useState(isOpened);
  const title = source.title || 'Untitled';
  const remove = (event: MouseEvent<HTMLElement>) => {
    focusNeighbour(event.currentTarget, '.source', '.add-sources');
    deferred.begin({ id: source.id, text: `“${title}” is deleted.`, run: () => act(actions.deleteSource(source.id)) });
  };
  return (
    <>
      <Cell className="source-what">
        <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>
            <span className="source-title">{title}</span>
            <span className="source-facts">{factsOf(source)}</span>
          </summary>
          {isOpen && <SourceText source={source} />}
        </details>
      </Cell>
      <Cell className="source-actions">
        <ActionIcon variant="subtle" color="gray" size={28} aria-label="Edit" title={`Edit “${title}”`} onClick={onEdit}>
          <IconPencil size={16} stroke={1.5} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" size={28} aria-label="Delete" title={`Delete “${title}”`} onClick={remove}>
          <IconTrash size={16} stroke={1.5} aria-hidden="true" />
        </ActionIcon>
      </Cell>
    </>
  );
}

function Cell({ className, children }: { readonly className: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the table
    <div role="cell" className={className}>
      {children}
    </div>
  );
}

/** More than this is not read in a panel, and would take long to lay out. */
const maxShownChars = 20_000;

function SourceText({ source }: { readonly source: Source }) {
  const isLong = source.text.length > maxShownChars;
  return (
    <p className="source-text">
      {source.text.slice(0, maxShownChars)}
      {isLong && ' …'}
      {/^https?:\/\//i.test(source.url) && (
        <a className="source-link" href={source.url} target="_blank" rel="noreferrer">
          {source.url}
        </a>
      )}
    </p>
  );
}
