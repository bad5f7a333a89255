import './sources/sources.css';
import { Button } from '@mantine/core';
import { IconArrowsMaximize, IconPlus } from '@tabler/icons-react';
import { useState, useSyncExternalStore } from 'react';
import type { SourceId } from '../../../shared/kernel/brand.ts';
import type { Document, Source } from '../../../shared/records/records.ts';
import { useSources } from '../../store/live.ts';
import { useDesk } from '../desk.tsx';
import { counted } from '../numbers.ts';
import { asDialog, latePart } from '../ui/late-part.tsx';
import { usePanel } from './panel-state.ts';
import { ContextPanel } from './sources/context-panel.tsx';
import { useAddSources } from './sources/sources-intake.tsx';
import { SourcesTable } from './sources/sources-table.tsx';

const WideSources = latePart(async () => (await import('./sources/wide-sources.tsx')).WideSources, asDialog('Sources'));

type SourcesProps = { readonly document: Document; readonly only?: readonly SourceId[] };

/** What the document is written from: the panel's content. `only`: these, until the person asks for all. */
export function Sources({ document, only }: SourcesProps) {
  const { deferred } = useDesk();
  const hidden = useSyncExternalStore(deferred.subscribe, deferred.hidden);
  const sources = useSources(document.id)?.filter((source) => !hidden.has(source.id));
  if (sources === undefined) return null;
  if (only !== undefined) return <SomeSources sources={sources} only={only} />;
  return <AllSources document={document} sources={sources} />;
}

function AllSources({ document, sources }: { readonly document: Document; readonly sources: readonly Source[] }) {
  const openIntake = useAddSources();
  const [isWide, setWide] = useState(false);
  return (
    <>
      {sources.length === 0 && (
        <p className="note">
          What the text should be based on: notes, reports, pull requests. Without sources a model has only the prompt.
        </p>
      )}
      <Button
        className="add-sources"
        variant="default"
        fullWidth
        leftSection={<IconPlus size={16} aria-hidden="true" />}
        onClick={openIntake}
      >
        Add sources
      </Button>
      {sources.length > 0 && (
        <>
          <ContextPanel document={document} sources={sources} />
          <div className="sources-head">
            <h3 className="panel-title">
              Sources <span className="count">{sources.length.toLocaleString('en')}</span>
            </h3>
            <button type="button" className="link-button sources-widen" onClick={() => setWide(true)}>
              <IconArrowsMaximize size={14} aria-hidden="true" />
              Full width
            </button>
          </div>
          <SourcesTable sources={sources} isOpened={false} />
        </>
      )}
      {isWide && <WideSources sources={sources} onClose={() => setWide(false)} />}
    </>
  );
}

type SomeSourcesProps = { readonly sources: readonly Source[]; readonly only: readonly SourceId[] };

/** What a text was written from, as far as it is still there. */
function SomeSources({ sources, only }: SomeSourcesProps) {
  const panel = usePanel();
  const shown = sources.filter((source) => only.includes(source.id));
  const gone = only.length - shown.length;
  return (
    <>
      <p className="note only-some">
        {shown.length === 0
          ? 'What this was written from was deleted since.'
          : `Written from ${counted(shown.length, 'source')}.`}
        {gone > 0 && shown.length > 0 && ` ${counted(gone, 'other was', 'others were')} deleted since.`}{' '}
        <button type="button" className="link-button" onClick={() => panel.show({ type: 'sources' })}>
          Show all
        </button>
      </p>
      {shown.length > 0 && <SourcesTable key={only.join()} sources={shown} isOpened={only.length === 1} />}
    </>
  );
}
