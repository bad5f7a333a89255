import { useState } from 'react';
import type { Source } from '../../../../shared/records/records.ts';
import { FilteredSources } from './filtered-sources.tsx';
import { useSourceEditor } from './source-editor.tsx';
import { Cell, SourceButtons, SourceText, titleOf } from './source-parts.tsx';
import { SourceRows } from './source-rows.tsx';
import { factsOf } from './source-words.ts';
import { TablePart } from './table-part.tsx';

type SourcesTableProps = {
  readonly sources: readonly Source[];
  /** Shows the text of the first row. */
  readonly isOpened: boolean;
};

/** Sources to be found, read, edited and deleted; only the rows in sight are drawn. */
export function SourcesTable({ sources, isOpened }: SourcesTableProps) {
  return <FilteredSources sources={sources}>{(found) => <Rows sources={found} isOpened={isOpened} />}</FilteredSources>;
}

function Rows({ sources, isOpened }: SourcesTableProps) {
  const { edit, editor } = useSourceEditor();
  return (
    <TablePart role="table" aria-label="Sources" aria-rowcount={sources.length}>
      <SourceRows sources={sources} rowPx={48} rowClass="source" heads={0}>
        {(source, index) => (
          <>
            <SourceWhat source={source} isOpened={isOpened && index === 0} />
            <SourceButtons source={source} onEdit={() => edit(source)} />
          </>
        )}
      </SourceRows>
      {editor}
    </TablePart>
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
