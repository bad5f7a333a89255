import { Link } from '@tanstack/react-router';
import { isEnded, type Job } from '../../../shared/engine/job.ts';
import { percentOf } from '../../../shared/engine/progress.ts';
import { type BlockWork, type Surroundings, workOfJob } from '../document/block-work.ts';
import { useModelNames } from '../model-names.ts';
import { agoInWords, counted, exactTime } from '../numbers.ts';
import { useReach } from '../shell/connection.ts';
import { StatusWord } from '../status.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { withCode } from '../ui/with-code.tsx';
import { queuedInWords, waitInWords } from '../waiting-words.ts';
import { failureInWords } from '../words.ts';
import { JobButtons } from './job-buttons.tsx';

type JobRowProps = { readonly job: Job; readonly around: Surroundings; readonly now: number };

/** A job in a list: its title and status in words, how far it is, and what can be done. */
export function JobRow({ job, around, now }: JobRowProps) {
  const work = workOfJob(job, around);
  return (
    <li className="job">
      <div className="job-head">
        <Link to="/jobs/$id" params={{ id: job.id }} className="job-title">
          {job.title || 'Untitled'}
        </Link>
        <StatusWord status={shownStatus(job, work)} />
      </div>
      {job.status === 'running' && <ProgressBar label={`Progress of ${job.title || 'the job'}`} percent={percentOf(job)} />}
      <div className="job-foot">
        <p className="job-facts" title={exactTime(job.createdAt)}>
          <JobFacts job={job} work={work} now={now} />
        </p>
        <JobButtons job={job} />
        <Link to="/documents/$id" params={{ id: job.documentId }} className="link-button">
          Open document
        </Link>
      </div>
    </li>
  );
}

/** A job that the server has not got waits for the network, whatever its row says (J3). */
export const shownStatus = (job: Job, work: BlockWork): Job['status'] =>
  work.type === 'waiting' && !isEnded(job) ? 'waiting' : job.status;

function JobFacts({ job, work, now }: { readonly job: Job; readonly work: BlockWork; readonly now: number }) {
  const { provider, nameOfModel } = useModelNames();
  const reach = useReach();
  const scene = { provider, model: nameOfModel(job.model), words: null, now, reach };
  switch (work.type) {
    case 'waiting':
      return waitInWords(work.wait, scene);
    case 'failed':
      return withCode(failureInWords(work.failure, scene));
    case 'cancelling':
      return 'Cancelling';
    case 'queued':
      if (job.status === 'queued') return `${queuedInWords(work.behind)} · ${agoInWords(job.createdAt, now)}`;
      return plainFacts(job, scene.model, now);
    case 'idle':
    case 'written':
    case 'running':
    case 'paused':
    case 'cancelled':
      return plainFacts(job, scene.model, now);
  }
}

function plainFacts(job: Job, model: string, now: number): string {
  const done = job.steps.filter((step) => step.status === 'done').length;
  const facts = [
    job.steps.length > 1 ? `${done} of ${counted(job.steps.length, 'step')} done` : null,
    job.status === 'completed' ? counted(job.result.words, 'word') : null,
    job.status === 'completed' && job.result.truncated ? 'cut off at the length limit' : null,
    job.model === 'default' ? null : model,
    agoInWords(isEnded(job) && 'endedAt' in job ? job.endedAt : job.createdAt, now),
  ];
  return facts.filter((fact) => fact !== null).join(' · ');
}
