import './thread.css';
import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { Block, Revision } from '../../../../shared/records/records.ts';
import { useSources } from '../../../store/live.ts';
import { useThread } from '../../../store/live-thread.ts';
import type { ThreadEntry } from '../../../store/thread.ts';
import { settle, useAct, useDesk } from '../../desk.tsx';
import { agoInWords, counted, exactTime } from '../../numbers.ts';
import { usePorts } from '../../ports-context.tsx';
import { PlainList } from '../../ui/plain-list.tsx';
import { BlockText } from '../block-text.tsx';
import { isBusy, workOf } from '../block-work.ts';
import { growPieces, noPieces, wordsOf } from '../markdown-pieces.ts';
import type { PanelContent } from '../panel-state.ts';
import { useScene } from '../scene.tsx';
import { AnalysisParts } from './analysis-parts.tsx';
import { FeedbackForm } from './feedback-form.tsx';
import { ThreadJob } from './thread-job.tsx';
import { isAnalyzing, newsInWords, tookInWords } from './thread-words.ts';

type ThreadProps = {
  readonly block: Block;
  readonly number: number;
  readonly wanted: Extract<PanelContent, { readonly type: 'thread' }>;
};

/** All that was asked about a block, the oldest first, and the place to ask more: the panel's content. */
export function Thread({ block, number, wanted }: ThreadProps) {
  const { jobs, around } = useScene();
  const thread = useThread(block);
  const end = useRef<HTMLDivElement>(null);
  const count = thread?.length ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is new stands at the end
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [count]);
  if (thread === undefined) return null;
  return (
    <div className="thread">
      <p className="hidden" role="status">
        {newsInWords(thread.at(-1))}
      </p>
      {count === 0 && (
        <p className="note">
          Say what should change, and the text is written anew from your words, its prompt and its sources. Analyze tells its
          themes, strengths and gaps, and changes nothing.
        </p>
      )}
      <PlainList className="thread-entries" isOrdered>
        {thread.map((entry) => (
          <li key={entry.id} className="thread-entry">
            {entry.type === 'refine' ? (
              <RefineEntry block={block} entry={entry} />
            ) : (
              <AnalysisEntry block={block} number={number} entry={entry} />
            )}
          </li>
        ))}
      </PlainList>
      <div ref={end} className="thread-end">
        <FeedbackForm
          block={block}
          isBusy={isBusy(workOf(block.id, jobs, around))}
          wanted={wanted.focus === 'feedback' ? wanted : null}
        />
        {count > 0 && <AnalyzeAgain block={block} isUnderWay={isAnalyzing(thread)} />}
      </div>
    </div>
  );
}

function AnalyzeAgain({ block, isUnderWay }: { readonly block: Block; readonly isUnderWay: boolean }) {
  const { actions } = usePorts();
  const desk = useDesk();
  const act = useAct();
  const again = async () => {
    await settle(desk);
    await act(actions.analyze(block.id, { again: true }));
  };
  return (
    <Button
      className="thread-again"
      size="compact-sm"
      variant="subtle"
      color="gray"
      disabled={isUnderWay}
      onClick={() => void again()}
    >
      Analyze as it stands now
    </Button>
  );
}

type EntryOf<T extends ThreadEntry['type']> = Extract<ThreadEntry, { readonly type: T }>;

function RefineEntry({ block, entry }: { readonly block: Block; readonly entry: EntryOf<'refine'> }) {
  const { job, feedback, revision } = entry;
  return (
    <>
      <EntryHead title="You asked" at={entry.askedAt} />
      <p className="thread-said">{feedback}</p>
      {revision !== null && <RefinedText block={block} revision={revision} entry={entry} />}
      {revision === null && job !== null && <ThreadJob job={job} doing="Writing" />}
    </>
  );
}

type RefinedTextProps = { readonly block: Block; readonly revision: Revision; readonly entry: EntryOf<'refine'> };

function RefinedText({ block, revision, entry: { job } }: RefinedTextProps) {
  const { nameOfModel } = useScene();
  const pieces = growPieces(noPieces, revision.text);
  const place =
    block.current === revision.id ? 'the block’s text' : block.suggestion === revision.id ? 'waits below the block' : '';
  const what = ['New text', counted(wordsOf(pieces), 'word'), place].filter(Boolean).join(' · ');
  return (
    <>
      <details className="thread-text">
        <summary>{what}</summary>
        <BlockText pieces={pieces} isLive={false} />
      </details>
      {revision.by.type === 'job' && <p className="note">{tookInWords(nameOfModel(revision.by.model), job)}</p>}
    </>
  );
}

type AnalysisEntryProps = { readonly block: Block; readonly number: number; readonly entry: EntryOf<'analysis'> };

function AnalysisEntry({ block, number, entry: { job, analysis, askedAt } }: AnalysisEntryProps) {
  const { nameOfModel } = useScene();
  const sources = useSources(block.documentId) ?? [];
  return (
    <>
      <EntryHead title="Analysis" at={askedAt} />
      {analysis !== null && (
        <>
          {/* Always a line: one that came with the first change would move the buttons below it from under a finger. */}
          <p className="note">
            {analysis.revision === block.current ? 'Of the text as it stands.' : 'Of the text as it stood then.'}
          </p>
          <AnalysisParts block={block} number={number} analysis={analysis} sources={sources} />
          <p className="note">{tookInWords(nameOfModel(analysis.model), job)}</p>
        </>
      )}
      {analysis === null && job !== null && <ThreadJob job={job} doing="Analyzing" />}
    </>
  );
}

function EntryHead({ title, at }: { readonly title: string; readonly at: number }) {
  const { clock } = usePorts();
  return (
    <h3 className="thread-head">
      {title} <span title={exactTime(at)}>{agoInWords(at, clock.now())}</span>
    </h3>
  );
}
