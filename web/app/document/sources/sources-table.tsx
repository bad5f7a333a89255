import { lazy, Suspense, useRef, useState } from 'react';
import type { Source } from '../../../../shared/records/records.ts';
import { FilteredSources } from './filtered-sources.tsx';
import { useRowsInSight } from './rows-in-sight.ts';
import { Cell, SourceButtons, SourceText, titleOf } from './source-parts.tsx';
import { factsOf } from './source-words.ts';

const EditSource = lazy(async () => ({ default: (await import('./edit-source.tsx')).EditSource }));

type SourcesTableProps = {
  readonly sources: readonly Source[];
  /** Shows the text of the first row. */
  readonly isOpened: boolean;
};

/** Sources to be found, read, edited and deleted; only the rows in sight are drawn. */
export function SourcesTable({ sources, isOpened }: SourcesTableProps) {
  return <FilteredSources sources={sources}>{(found) => <Rows sources={found} isOpened={isOpened} />}</FilteredSources>;
}

const rowPx = 48;

function Rows({ sources, isOpened }: SourcesTableProps) {
  const list = useRef<HTMLDivElement>(null);
  const [edited, setEdited] = useState<Source | null>(null);
  const { rows, above } = useRowsInSight(list, sources, rowPx);
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
            <SourceWhat source={source} isOpened={isOpened && item.index === 0} />
            <SourceButtons source={source} onEdit={() => setEdited(source)} />
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

function SourceWhat({ source, isOpened }: { readonly source: Source; readonly isOpened: boolean }) {
  const [isOpen, setOpen] = useState(isOpened);
  return (
    <Cell className="source-what">
      <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span className="source-title">{titleOf(source)}</span>
          <span className="source-facts">{factsOf(source)}</span>
        </summary>
        {isOpen && <SourceText source={source} />}
      </details>
    </Cell>
  );
}
