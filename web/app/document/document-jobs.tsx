import { isEnded, type Job } from '../../../shared/engine/job.ts';
import { percentOf } from '../../../shared/engine/progress.ts';
import type { Block } from '../../../shared/records/records.ts';
import { FailureNotice } from '../jobs/failure-notice.tsx';
import { JobButton } from '../jobs/job-button.tsx';
import { StatusLine } from '../jobs/status-line.tsx';
import { WaitingLine } from '../jobs/waiting-line.tsx';
import { counted } from '../numbers.ts';
import { PlainList } from '../ui/plain-list.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { queuedInWords } from '../waiting-words.ts';
import { type BlockWork, workOfJob } from './block-work.ts';
import { useScene } from './scene.tsx';

/** Jobs that write the whole document: what they are at, above the blocks that they write. */
export function DocumentJobs({ blocks }: { readonly blocks: readonly Block[] }) {
  const { jobs } = useScene();
  const newest = jobs.find((job) => job.kind === 'document.generate');
  if (newest === undefined || !isWorthTelling(newest, blocks)) return null;
  return (
    <PlainList className="document-jobs" label="Jobs of the whole document">
      <li>
        <WholeJob job={newest} />
      </li>
    </PlainList>
  );
}

/** A failure of the plan has no block to stand in; every other end is told where it happened. */
const isWorthTelling = (job: Job, blocks: readonly Block[]): boolean =>
  !isEnded(job) || (job.status === 'failed' && !job.steps.some((step) => blocks.some((block) => block.id === step.target)));

function WholeJob({ job }: { readonly job: Job }) {
  const { around } = useScene();
  const work = workOfJob(job, around);
  if (work.type === 'failed') return <FailureNotice job={job} failure={work.failure} />;
  if (work.type === 'waiting') return <WaitingLine job={job} wait={work.wait} />;
  return (
    <>
      <ProgressBar label="Progress of the whole document" percent={percentOf(job)} />
      <StatusLine status={job.status} text={sentenceFor(job, work)}>
        {job.status === 'paused' ? <JobButton job={job} does="resume" /> : <JobButton job={job} does="pause" />}
        {!isEnded(job) && <JobButton job={job} does="cancel" />}
      </StatusLine>
    </>
  );
}

function sentenceFor(job: Job, work: BlockWork): string {
  if (job.status === 'paused') return 'Paused';
  if (work.type === 'cancelling') return 'Cancelling';
  if (work.type === 'queued' && job.status === 'queued') return queuedInWords(work.behind);
  const writing = job.steps.filter((step) => step.target !== null);
  if (writing.length === 0) return 'Planning the parts';
  const done = writing.filter((step) => step.status === 'done').length;
  return `Writing the document · ${done} of ${counted(writing.length, 'part')} done`;
}
