import { ActionIcon } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import type { MouseEvent, ReactNode } from 'react';
import type { Source } from '../../../../shared/records/records.ts';
import { useAct, useDesk } from '../../desk.tsx';
import { usePorts } from '../../ports-context.tsx';
import { focusNeighbour } from '../../ui/focus-neighbour.ts';
import { TablePart } from './table-part.tsx';

/** What a source is called. */
export const titleOf = (source: Source): string => source.title || 'Untitled';

type SourceButtonsProps = { readonly source: Source; readonly onEdit: () => void };

/** Edit, and Delete with its Undo; the focus stays in the list. */
export function SourceButtons({ source, onEdit }: SourceButtonsProps) {
  const { actions } = usePorts();
  const { deferred } = useDesk();
  const act = useAct();
  const title = titleOf(source);
  const remove = (event: MouseEvent<HTMLElement>) => {
    focusNeighbour(event.currentTarget, '[role=row]', '.add-sources');
    deferred.begin({ id: source.id, text: `“${title}” is deleted.`, run: () => act(actions.deleteSource(source.id)) });
  };
  return (
    <Cell className="source-actions">
      <ActionIcon variant="subtle" color="gray" size={28} aria-label="Edit" title={`Edit “${title}”`} onClick={onEdit}>
        <IconPencil size={16} stroke={1.5} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" size={28} aria-label="Delete" title={`Delete “${title}”`} onClick={remove}>
        <IconTrash size={16} stroke={1.5} aria-hidden="true" />
      </ActionIcon>
    </Cell>
  );
}

type CellProps = { readonly className: string; readonly title?: string; readonly span?: number; readonly children: ReactNode };

/** A cell of a table that draws only the rows in sight. */
export function Cell({ className, title, span, children }: CellProps) {
  return (
    <TablePart role="cell" className={className} title={title} aria-colspan={span}>
      {children}
    </TablePart>
  );
}

/** More than this is not read in a panel, and would take long to lay out. */
const maxShownChars = 20_000;

/** What a source says, and where it is from. */
export function SourceText({ source }: { readonly source: Source }) {
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
