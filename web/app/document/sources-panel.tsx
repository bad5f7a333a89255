import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { lazy, type MouseEvent, Suspense, useState, useSyncExternalStore } from 'react';
import type { DocumentId, SourceId } from '../../../shared/kernel/brand.ts';
import type { Source } from '../../../shared/records/records.ts';
import { useSources } from '../../store/live.ts';
import { useAct, useDesk } from '../desk.tsx';
import { counted } from '../numbers.ts';
import { usePorts } from '../ports-context.tsx';
import { focusNeighbour } from '../ui/focus-neighbour.ts';
import { usePanel } from './panel-state.ts';

const AddSources = lazy(async () => ({ default: (await import('./add-sources.tsx')).AddSources }));

type SourcesProps = { readonly document: DocumentId; readonly only?: readonly SourceId[] };

/** What the document is written from: the panel's content. `only`: these, until the person asks for all. */
export function Sources({ document, only }: SourcesProps) {
  const [isAdding, setAdding] = useState(false);
  const { deferred } = useDesk();
  const hidden = useSyncExternalStore(deferred.subscribe, deferred.hidden);
  const sources = useSources(document)?.filter((source) => !hidden.has(source.id));
  const shown = only === undefined ? sources : sources?.filter((source) => only.includes(source.id));
  return (
    <>
      {sources?.length === 0 && (
        <p className="note">
          What the text should be based on: notes, reports, pull requests. Without sources a model has only the prompt.
        </p>
      )}
      <Button variant="default" fullWidth leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setAdding(true)}>
        Add sources
      </Button>
      {only !== undefined && shown !== undefined && <OnlySome shown={shown.length} of={only.length} />}
      {shown !== undefined && shown.length > 0 && (
        // biome-ignore lint/a11y/noRedundantRoles: without its marks, a list is not announced as one by every browser
        <ul className="sources" role="list">
          {shown.map((source) => (
            <SourceRow key={source.id} source={source} isOpened={only?.length === 1} />
          ))}
        </ul>
      )}
      {isAdding && (
        <Suspense>
          <AddSources document={document} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </>
  );
}

/** Says that not all are shown, and how many of those that were asked for are not there any more. */
function OnlySome({ shown, of }: { readonly shown: number; readonly of: number }) {
  const panel = usePanel();
  const gone = of - shown;
  return (
    <p className="note only-some">
      {gone === of ? 'What this was written from was deleted since.' : `What this was written from: ${counted(shown, 'source')}.`}
      {gone > 0 && gone < of && ` ${counted(gone, 'other was', 'others were')} deleted since.`}{' '}
      <button type="button" className="link-button" onClick={() => panel.show({ type: 'sources' })}>
        Show all
      </button>
    </p>
  );
}

function SourceRow({ source, isOpened }: { readonly source: Source; readonly isOpened: boolean }) {
  const { actions } = usePorts();
  const { deferred } = useDesk();
  const act = useAct();
  const [isOpen, setOpen] = useState(isOpened);
  const title = source.title || 'Untitled';
  const facts = [source.type || roles[source.role], source.date?.slice(0, 10), source.author].filter(Boolean).join(' · ');
  const remove = (event: MouseEvent<HTMLElement>) => {
    focusNeighbour(event.currentTarget, '.source', '.panel .mantine-Button-root');
    deferred.begin({ id: source.id, text: `“${title}” is deleted.`, run: () => void act(actions.deleteSource(source.id)) });
  };
  return (
    <li className="source">
      <details className="source-what" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span className="source-title">{title}</span>
          <span className="source-facts">{facts}</span>
        </summary>
        {isOpen && <p className="source-text">{source.text}</p>}
      </details>
      <ActionIcon variant="subtle" color="gray" size={28} aria-label="Delete" title={`Delete “${title}”`} onClick={remove}>
        <IconTrash size={16} stroke={1.5} aria-hidden="true" />
      </ActionIcon>
    </li>
  );
}

const roles = { evidence: 'Evidence', goal: 'Goal', review: 'Review', note: 'Note' } as const;
