import { type ReactNode, useState } from 'react';
import type { Job } from '../../../shared/engine/job.ts';
import type { SourceId } from '../../../shared/kernel/brand.ts';
import type { Block, Revision } from '../../../shared/records/records.ts';
import { useAct } from '../desk.tsx';
import { stepCost } from '../jobs/job-cost.ts';
import { StatusLine } from '../jobs/status-line.tsx';
import { priceInWords, usageInWords } from '../money-words.ts';
import { counted, durationInWords, exactTime } from '../numbers.ts';
import { usePorts } from '../ports-context.tsx';
import { isBusy, workOf } from './block-work.ts';
import { usePanel } from './panel-state.ts';
import { useScene } from './scene.tsx';

/** What wrote the text that stands in a block, and what it took: `Claude Sonnet 5.5 · 12 s · 1,150 tokens in, 54 out · $0.02 · 3 sources`. */
export function FinishedLine({ block, revision }: { readonly block: Block; readonly revision: Revision }) {
  const { jobs, nameOfModel } = useScene();
  if (revision.by.type !== 'job') return null;
  const { jobId, model, cutOff, sources } = revision.by;
  const job = jobs.find((each) => each.id === jobId);
  const facts = [nameOfModel(model), ...tookOf(job, block)];
  const line = <FactLine facts={facts} sources={sources} />;
  const title = exactTime(revision.createdAt);
  if (cutOff) return <CutOffLine block={block} revision={revision} line={line} title={title} />;
  return <StatusLine status="completed" text={line} title={title} />;
}

/** The facts, and how many sources the text was made from, which opens them. */
function FactLine({ facts, sources }: { readonly facts: readonly string[]; readonly sources: readonly SourceId[] }) {
  const { showSources } = usePanel();
  return (
    <>
      {facts.join(' · ')}
      {sources.length > 0 && (
        <>
          {' · '}
          <button type="button" className="link-button sources-used" onClick={() => showSources(sources)}>
            {counted(sources.length, 'source')}
          </button>
        </>
      )}
    </>
  );
}

/** What writing this block took: time when the job did nothing else, and the tokens and the price of its own step. */
function tookOf(job: Job | undefined, block: Block): readonly string[] {
  const step = job?.steps.find(({ target, status }) => target === block.id && status === 'done');
  if (job === undefined || step === undefined) return [];
  const isAlone = job.status === 'completed' && job.steps.length === 1 && job.startedAt !== null;
  const took = isAlone ? [durationInWords(Math.max(1_000, job.endedAt - (job.startedAt ?? 0)))] : [];
  return [...took, usageInWords(step.usage), priceInWords(stepCost(job, step), job.model)];
}

type CutOffLineProps = {
  readonly block: Block;
  readonly revision: Revision;
  readonly line: ReactNode;
  readonly title: string;
};

function CutOffLine({ block, revision, line, title }: CutOffLineProps) {
  const { actions } = usePorts();
  const { jobs, around } = useScene();
  const act = useAct();
  const [isAsking, setAsking] = useState(false);
  const goOn = async () => {
    setAsking(true);
    await act(actions.generate(block.id, { continueFrom: revision.id }));
    setAsking(false);
  };
  return (
    <StatusLine status="waiting" text={<>The model ran out of room here · {line}</>} title={title}>
      <button
        type="button"
        className="link-button"
        disabled={isAsking || isBusy(workOf(block.id, jobs, around))}
        onClick={() => void goOn()}
      >
        Continue
      </button>
    </StatusLine>
  );
}
