import { type KeyboardEventHandler, type ReactNode, useRef } from 'react';
import type { Source } from '../../../../shared/records/records.ts';
import { useRowsInSight } from './rows-in-sight.ts';
import { TablePart } from './table-part.tsx';

type SourceRowsProps = {
  readonly sources: readonly Source[];
  /** What a row is high before it is drawn, in px. */
  readonly rowPx: number;
  readonly rowClass: string;
  /** How many rows of the table stand above these. */
  readonly heads: number;
  readonly onKeyDown?: KeyboardEventHandler<HTMLElement>;
  /** The cells of a source's row. */
  readonly children: (source: Source, index: number) => ReactNode;
};

/** The rows of a table of sources; only those in sight are drawn. */
export function SourceRows({ sources, rowPx, rowClass, heads, onKeyDown, children }: SourceRowsProps) {
  const list = useRef<HTMLDivElement>(null);
  const { rows, above } = useRowsInSight(list, sources, rowPx);
  return (
    <TablePart role="rowgroup" ref={list} className="source-rows" style={{ height: rows.getTotalSize() }} onKeyDown={onKeyDown}>
      {rows.getVirtualItems().map((item) => {
        const source = sources[item.index];
        return source === undefined ? null : (
          <TablePart
            role="row"
            key={item.key}
            ref={rows.measureElement}
            data-index={item.index}
            aria-rowindex={heads + item.index + 1}
            className={rowClass}
            style={{ transform: `translateY(${item.start - above}px)` }}
          >
            {children(source, item.index)}
          </TablePart>
        );
      })}
    </TablePart>
  );
}
