import './history.css';
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Block } from '../../../../shared/records/records.ts';
import { useRevisions } from '../../../store/live.ts';
import { PlainList } from '../../ui/plain-list.tsx';
import { RevisionRow } from './revision-row.tsx';

/** How many texts are read at a time: a block that was worked on for a year has hundreds. */
const pageSize = 30;

/** Every text that a block has or had, the newest first: the panel's content. */
export function History({ block }: { readonly block: Block }) {
  const [limit, setLimit] = useState(pageSize);
  const revisions = useRevisions(block.id, limit + 1);
  if (revisions === undefined) return null;
  return (
    <>
      <PlainList className="history">
        {revisions.slice(0, limit).map((revision) => (
          <RevisionRow key={revision.id} block={block} revision={revision} />
        ))}
      </PlainList>
      {revisions.length > limit && (
        <Button variant="default" fullWidth onClick={() => setLimit(limit + pageSize)}>
          Show older texts
        </Button>
      )}
    </>
  );
}
