import { type ReactNode, useState } from 'react';
import type { Job } from '../../../shared/engine/job.ts';
import { jobUsage } from '../../../shared/engine/job.ts';
import type { SourceId } from '../../../shared/kernel/brand.ts';
import type { Block, Revision } from '../../../shared/records/records.ts';
import { useAct } from '../desk.tsx';
import { StatusLine } from '../jobs/status-line.tsx';
import { counted, durationInWords, exactTime, tokensOf } from '../numbers.ts';
import { usePorts } from '../ports-context.tsx';
import { isBusy, workOf } from './block-work.ts';
import { usePanel } from './panel-state.ts';
import { useScene } from './scene.tsx';

/** What wrote the text that stands in a block, and what it took: `Demo model · 12 s · 1,204 tokens · 3 sources`. */
export function FinishedLine({ block, revision }: { readonly block: Block; readonly revision: Revision }) {
  const { jobs, nameOfModel } = useScene();
  if (revision.by.type !== 'job') return null;
  const { jobId, model, cutOff, sources } = revision.by;
  const job = jobs.find((each) => each.id === jobId);
  const facts = [nameOfModel(model), ...tookOf(job)];
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

/** Time and tokens, when the job wrote nothing but this. */
function tookOf(job: Job | undefined): readonly string[] {
  if (job?.status !== 'completed' || job.steps.length !== 1) return [];
  const took = job.startedAt === null ? [] : [durationInWords(Math.max(1_000, job.endedAt - job.startedAt))];
  return [...took, counted(tokensOf(jobUsage(job)), 'token')];
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
    <StatusLine status="waiting" text={<>Cut off at the length limit · {line}</>} title={title}>
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
