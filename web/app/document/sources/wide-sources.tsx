import './wide-sources.css';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type KeyboardEvent, lazy, Suspense, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { SourceId } from '../../../../shared/kernel/brand.ts';
import type { Source } from '../../../../shared/records/records.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { FilteredSources } from './filtered-sources.tsx';
import { useRowsInSight } from './rows-in-sight.ts';
import { inOrder, orderAfter, type SortColumn, type SortOrder, sortColumns } from './source-order.ts';
import { SourcesTable } from './sources-table.tsx';
import { WideRow } from './wide-row.tsx';

const EditSource = lazy(async () => ({ default: (await import('./edit-source.tsx')).EditSource }));

type WideSourcesProps = { readonly sources: readonly Source[]; readonly onClose: () => void };

/** All sources over the whole window: a table to be put in order by any of its columns, or the list where a table has no room. */
export function WideSources({ sources, onClose }: WideSourcesProps) {
  const hasRoom = useSyncExternalStore(watchWidth, () => roomy().matches);
  return (
    <Dialog title="Sources" sheet onClose={onClose}>
      <div className="sources-wide">
        {hasRoom ? (
          <FilteredSources sources={sources}>{(found) => <WideTable sources={found} />}</FilteredSources>
        ) : (
          <SourcesTable sources={sources} isOpened={false} />
        )}
      </div>
    </Dialog>
  );
}

const roomy = () => matchMedia('(min-width: 800px)');

function watchWidth(changed: () => void): () => void {
  const query = roomy();
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

const rowPx = 40;

function WideTable({ sources }: { readonly sources: readonly Source[] }) {
  const list = useRef<HTMLDivElement>(null);
  const [order, setOrder] = useState<SortOrder | null>(null);
  const [opened, setOpened] = useState<ReadonlySet<SourceId>>(new Set());
  const [edited, setEdited] = useState<Source | null>(null);
  const sorted = useMemo(() => inOrder(sources, order), [sources, order]);
  const { rows, above } = useRowsInSight(list, sorted, rowPx);
  const toggle = (id: SourceId) => setOpened(opened.has(id) ? without(opened, id) : new Set([...opened, id]));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot draw only the rows in sight
    <div role="table" aria-label="Sources" aria-rowcount={sources.length + 1}>
      <Heads order={order} onOrder={(column) => setOrder(orderAfter(order, column))} />
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div ref={list} role="rowgroup" className="wide-rows" style={{ height: rows.getTotalSize() }} onKeyDown={moveAmongRows}>
        {rows.getVirtualItems().map((item) => {
          const source = sorted[item.index];
          return source === undefined ? null : (
            // biome-ignore lint/a11y/useSemanticElements: as above
            // biome-ignore lint/a11y/useFocusableInteractive: its cells hold what can be focused
            <div
              key={item.key}
              ref={rows.measureElement}
              data-index={item.index}
              role="row"
              aria-rowindex={item.index + 2}
              className="wide-row"
              style={{ transform: `translateY(${item.start - above}px)` }}
            >
              <WideRow
                source={source}
                isOpen={opened.has(source.id)}
                onToggle={() => toggle(source.id)}
                onEdit={() => setEdited(source)}
              />
            </div>
          );
        })}
      </div>
      {edited !== null && (
        <Suspense>
          <EditSource source={edited} onClose={() => setEdited(null)} />
        </Suspense>
      )}
    </div>
  );
}

const without = (ids: ReadonlySet<SourceId>, id: SourceId): ReadonlySet<SourceId> =>
  new Set([...ids].filter((each) => each !== id));

const headWords: Readonly<Record<SortColumn, string>> = {
  title: 'Title',
  type: 'Type',
  author: 'Author',
  date: 'Date',
  size: 'Characters',
};

type HeadsProps = { readonly order: SortOrder | null; readonly onOrder: (column: SortColumn) => void };

function Heads({ order, onOrder }: HeadsProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the table
    <div role="rowgroup" className="wide-heads">
      {/* biome-ignore lint/a11y/useSemanticElements: see the table */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: its cells hold what can be focused */}
      <div role="row" aria-rowindex={1} className="wide-row">
        {sortColumns.map((column) => (
          <Head key={column} column={column} order={order?.column === column ? order : null} onOrder={() => onOrder(column)} />
        ))}
        {/* biome-ignore lint/a11y/useSemanticElements: see the table */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: there is nothing to do */}
        <div role="columnheader">
          <span className="hidden">Actions</span>
        </div>
      </div>
    </div>
  );
}

type HeadProps = { readonly column: SortColumn; readonly order: SortOrder | null; readonly onOrder: () => void };

function Head({ column, order, onOrder }: HeadProps) {
  const Arrow = order?.isDown ? IconArrowDown : IconArrowUp;
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the table
    // biome-ignore lint/a11y/useFocusableInteractive: it holds what can be focused
    <div
      role="columnheader"
      className={`wide-${column}`}
      aria-sort={order === null ? 'none' : order.isDown ? 'descending' : 'ascending'}
    >
      <button type="button" className="wide-head" onClick={onOrder}>
        {headWords[column]}
        {order !== null && <Arrow size={14} aria-hidden="true" />}
      </button>
    </div>
  );
}

/** The arrows go to the same control of the row above or below. */
function moveAmongRows(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const control = event.target;
  if (by === undefined || !(control instanceof HTMLButtonElement)) return;
  const row = control.closest<HTMLElement>('[data-index]');
  if (row === null) return;
  const next = event.currentTarget.querySelector(`[data-index="${Number(row.dataset['index']) + by}"]`);
  const at = [...row.querySelectorAll('button')].indexOf(control);
  event.preventDefault();
  next?.querySelectorAll('button')[at]?.focus();
}
