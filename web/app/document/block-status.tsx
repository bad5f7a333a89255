import type { Block, Revision } from '../../../shared/records/records.ts';
import { FailureNotice } from '../jobs/failure-notice.tsx';
import { JobButton } from '../jobs/job-button.tsx';
import { StatusLine } from '../jobs/status-line.tsx';
import { WaitingLine } from '../jobs/waiting-line.tsx';
import { agoInWords, exactTime } from '../numbers.ts';
import { usePorts } from '../ports-context.tsx';
import { queuedInWords } from '../waiting-words.ts';
import type { BlockWork } from './block-work.ts';
import { FinishedLine } from './finished-line.tsx';
import { RunningLine } from './running-line.tsx';

type BlockStatusProps = {
  readonly block: Block;
  readonly work: BlockWork;
  readonly revision: Revision | null;
  /** Words of the live text; 0 while there are none. */
  readonly words: number;
  readonly onRunAgain: () => Promise<void>;
};

/** One line below a block: what is going on, and what can be done about it. */
export function BlockStatus({ block, work, revision, words, onRunAgain }: BlockStatusProps) {
  const { clock } = usePorts();
  switch (work.type) {
    case 'idle':
    case 'written':
      return revision === null ? null : <FinishedLine block={block} revision={revision} />;
    case 'queued':
      return (
        <StatusLine status="queued" text={queuedInWords(work.behind)}>
          <JobButton job={work.job} does="pause" />
          <JobButton job={work.job} does="cancel" />
        </StatusLine>
      );
    case 'waiting':
      return <WaitingLine job={work.job} wait={work.wait} isPart={work.job.kind === 'document.generate'} />;
    case 'running':
      return <RunningLine job={work.job} step={work.step} words={words} />;
    case 'paused':
      return (
        <StatusLine status="paused" text="Paused">
          <JobButton job={work.job} does="resume" />
          <JobButton job={work.job} does="cancel" />
        </StatusLine>
      );
    case 'cancelling':
      return <StatusLine status="cancelled" text="Cancelling" />;
    case 'cancelled':
      if (isOlder(work.job, revision)) return <FinishedOrNothing block={block} revision={revision} />;
      return (
        <StatusLine
          status="cancelled"
          text={`Cancelled ${agoInWords(endOf(work.job), clock.now())}`}
          title={exactTime(endOf(work.job))}
        >
          <button type="button" className="link-button" onClick={() => void onRunAgain()}>
            Run again
          </button>
        </StatusLine>
      );
    case 'failed':
      if (isOlder(work.job, revision)) return <FinishedOrNothing block={block} revision={revision} />;
      return <FailureNotice job={work.job} failure={work.failure} />;
  }
}

function FinishedOrNothing({ block, revision }: { readonly block: Block; readonly revision: Revision | null }) {
  return revision === null ? null : <FinishedLine block={block} revision={revision} />;
}

type Ended = Extract<BlockWork, { readonly type: 'cancelled' | 'failed' }>['job'];

const endOf = (job: Ended): number => ('endedAt' in job ? job.endedAt : job.createdAt);

/** The block has a newer text than what became of this job. */
const isOlder = (job: Ended, revision: Revision | null): boolean => revision !== null && revision.createdAt > endOf(job);
