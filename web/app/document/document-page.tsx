import './document-styles.ts';
import { useParams } from '@tanstack/react-router';
import { useState, useSyncExternalStore } from 'react';
import { isEnded } from '../../../shared/engine/job.ts';
import { type BlockId, type DocumentId, documentId, isId } from '../../../shared/kernel/brand.ts';
import type { Block, Document } from '../../../shared/records/records.ts';
import { useBlocks, useDeletions, useDocument, useJobsOfDocument } from '../../store/live.ts';
import { useDesk } from '../desk.tsx';
import { DeletedPage } from '../shell/deleted-page.tsx';
import { NotFoundPage } from '../shell/not-found-page.tsx';
import { PageHeader } from '../shell/page-header.tsx';
import { useAfter } from '../time-hooks.ts';
import { AddBlock } from './add-block.tsx';
import { BlockGroup } from './block-group.tsx';
import { workOf } from './block-work.ts';
import { CostScene } from './cost-before.tsx';
import { DocumentBar } from './document-bar.tsx';
import { DocumentJobs } from './document-jobs.tsx';
import { PanelContext, useNewPanel } from './panel-state.ts';
import { RightPanel } from './right-panel.tsx';
import { SceneContext, useNewScene } from './scene.tsx';
import { SourcesIntake } from './sources/sources-intake.tsx';
import { SourcesToggle } from './sources-toggle.tsx';
import { TitleField } from './title-field.tsx';

/** `/documents/:id`. */
export function DocumentPage() {
  const { id } = useParams({ from: '/documents/$id' });
  return isId(id) ? <StoredDocument key={id} id={documentId(id)} /> : <NotFoundPage what="document" />;
}

function StoredDocument({ id }: { readonly id: DocumentId }) {
  const document = useDocument(id);
  const deletion = useDeletions()?.find((each) => each.id === id);
  if (document === undefined) return <DocumentSkeleton />;
  if (deletion !== undefined) return <DeletedPage title={deletion.title} />;
  return document === null ? <NotFoundPage what="document" /> : <OpenDocument document={document} />;
}

function OpenDocument({ document }: { readonly document: Document }) {
  const scene = useNewScene(useJobsOfDocument(document.id));
  const { deferred } = useDesk();
  const hidden = useSyncExternalStore(deferred.subscribe, deferred.hidden);
  const blocks = useBlocks(document.id)?.filter((block) => !hidden.has(block.id));
  const panel = useNewPanel(blocks ?? []);
  const [fresh, setFresh] = useState<BlockId | null>(null);
  const live = blocks?.filter((block) => workOf(block.id, scene.jobs, scene.around).type === 'running') ?? [];
  const isPlanning = scene.jobs.some((job) => job.kind === 'document.generate' && !isEnded(job));
  const isUntouched = document.title === '' && blocks?.length === 1 && blocks[0]?.prompt === '' && blocks[0].current === null;
  return (
    <SceneContext value={scene}>
      <PanelContext value={panel}>
        <SourcesIntake document={document}>
          <PageHeader parent={{ to: '/', label: 'Library' }} here={document.title || 'Untitled'}>
            <SourcesToggle document={document.id} />
          </PageHeader>
          <div className="document" data-panel={panel.shown !== null && panel.place === 'beside'}>
            <div className="document-column">
              <TitleField document={document} isNew={blocks === undefined ? null : isUntouched} />
              <DocumentBar document={document} blocks={blocks ?? []} />
              <DocumentJobs blocks={blocks ?? []} />
              <CostScene document={document}>
                {blocks?.map((block, at) => (
                  <BlockGroup
                    key={block.id}
                    block={block}
                    number={at + 1}
                    count={blocks.length}
                    isFresh={block.id === fresh}
                    follow={live.at(-1)?.id === block.id ? (live.length === 1 ? 'follow' : 'point') : 'no'}
                  />
                ))}
              </CostScene>
              {blocks !== undefined && (
                <AddBlock document={document.id} isFirst={blocks.length === 0 && !isPlanning} onAdded={setFresh} />
              )}
            </div>
            <RightPanel document={document} blocks={blocks ?? []} />
          </div>
        </SourcesIntake>
      </PanelContext>
    </SceneContext>
  );
}

const none: readonly Block[] = [];

/** The panel has its place from the start, so that the text does not move aside for it. */
function DocumentSkeleton() {
  const isSlow = useAfter(200);
  const panel = useNewPanel(none);
  return (
    <>
      <PageHeader parent={{ to: '/', label: 'Library' }} />
      {isSlow && (
        <>
          <h1 className="hidden">Opening the document</h1>
          <div className="document" data-panel={panel.shown !== null && panel.place === 'beside'} aria-hidden="true">
            <div className="document-column">
              <div className="bone bone-title" />
              <div className="bone bone-bar" />
              <div className="bone bone-prompt" />
              <div className="bone" />
              <div className="bone" />
              <div className="bone" style={{ width: '60%' }} />
            </div>
          </div>
        </>
      )}
    </>
  );
}
