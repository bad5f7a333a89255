import './wide-sources.css';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type KeyboardEvent, useMemo, useState, useSyncExternalStore } from 'react';
import type { SourceId } from '../../../../shared/kernel/brand.ts';
import type { Source } from '../../../../shared/records/records.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { FilteredSources } from './filtered-sources.tsx';
import { useSourceEditor } from './source-editor.tsx';
import { inOrder, orderAfter, type SortColumn, type SortOrder, sortColumns } from './source-order.ts';
import { SourceRows } from './source-rows.tsx';
import { SourcesTable } from './sources-table.tsx';
import { TablePart } from './table-part.tsx';
import { WideRow } from './wide-row.tsx';

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

function WideTable({ sources }: { readonly sources: readonly Source[] }) {
  const [order, setOrder] = useState<SortOrder | null>(null);
  const [opened, setOpened] = useState<ReadonlySet<SourceId>>(new Set());
  const { edit, editor } = useSourceEditor();
  const sorted = useMemo(() => inOrder(sources, order), [sources, order]);
  const toggle = (id: SourceId) => setOpened(opened.has(id) ? without(opened, id) : new Set([...opened, id]));
  return (
    <TablePart role="table" aria-label="Sources" aria-rowcount={sources.length + 1}>
      <Heads order={order} onOrder={(column) => setOrder(orderAfter(order, column))} />
      <SourceRows sources={sorted} rowPx={40} rowClass="wide-row" heads={1} onKeyDown={moveAmongRows}>
        {(source) => (
          <WideRow
            source={source}
            isOpen={opened.has(source.id)}
            onToggle={() => toggle(source.id)}
            onEdit={() => edit(source)}
          />
        )}
      </SourceRows>
      {editor}
    </TablePart>
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
    <TablePart role="rowgroup" className="wide-heads">
      <TablePart role="row" aria-rowindex={1} className="wide-row">
        {sortColumns.map((column) => (
          <Head key={column} column={column} order={order?.column === column ? order : null} onOrder={() => onOrder(column)} />
        ))}
        <TablePart role="columnheader">
          <span className="hidden">Actions</span>
        </TablePart>
      </TablePart>
    </TablePart>
  );
}

type HeadProps = { readonly column: SortColumn; readonly order: SortOrder | null; readonly onOrder: () => void };

function Head({ column, order, onOrder }: HeadProps) {
  const Arrow = order?.isDown ? IconArrowDown : IconArrowUp;
  return (
    <TablePart
      role="columnheader"
      className={`wide-${column}`}
      aria-sort={order === null ? 'none' : order.isDown ? 'descending' : 'ascending'}
    >
      <button type="button" className="wide-head" onClick={onOrder}>
        {headWords[column]}
        {order !== null && <Arrow size={14} aria-hidden="true" />}
      </button>
    </TablePart>
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
