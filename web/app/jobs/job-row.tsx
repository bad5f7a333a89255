import { Link } from '@tanstack/react-router';
import { isEnded, type Job } from '../../../shared/engine/job.ts';
import { percentOf } from '../../../shared/engine/progress.ts';
import { useSettings } from '../../store/live.ts';
import { type BlockWork, type Surroundings, workOfJob } from '../document/block-work.ts';
import { useModelNames } from '../model-names.ts';
import { agoInWords, counted, exactTime } from '../numbers.ts';
import { useReach } from '../shell/connection.ts';
import { StatusWord } from '../status.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { withCode } from '../ui/with-code.tsx';
import { queuedInWords, waitInWords } from '../waiting-words.ts';
import { failureInWords } from '../words.ts';
import { tokensAtRisk } from './account-words.ts';
import { driverInWords } from './driver-words.ts';
import { JobButtons } from './job-buttons.tsx';

type JobRowProps = { readonly job: Job; readonly around: Surroundings; readonly now: number };

/** A job in a list: its title and status in words, how far it is, and what can be done. */
export function JobRow({ job, around, now }: JobRowProps) {
  const work = workOfJob(job, around);
  const status = shownStatus(job, work);
  return (
    <li className="job">
      <div className="job-head">
        <Link to="/jobs/$id" params={{ id: job.id }} className="job-title">
          {job.title || 'Untitled'}
        </Link>
        <StatusWord status={status} />
      </div>
      {status === 'running' && <ProgressBar label={`Progress of ${job.title || 'the job'}`} percent={percentOf(job)} />}
      <div className="job-foot">
        <p className="job-facts" title={exactTime(job.createdAt)}>
          <JobFacts job={job} work={work} around={around} now={now} />
        </p>
        <JobButtons job={job} />
        <Link to="/documents/$id" params={{ id: job.documentId }} className="link-button">
          Open document
        </Link>
      </div>
    </li>
  );
}

/**
 * A job that the server has not got waits for the network, and one whose device is away waits for that, whatever its row says (J3, J8).
 */
export const shownStatus = (job: Job, work: BlockWork): Job['status'] =>
  work.type === 'waiting' && !isEnded(job) ? 'waiting' : job.status;

function JobFacts({ job, work, around, now }: JobRowProps & { readonly work: BlockWork }) {
  const { provider, nameOfModel } = useModelNames();
  const reach = useReach();
  const cap = useSettings()?.monthlyCap ?? null;
  const scene = { provider, model: nameOfModel(job.model), words: null, atRisk: tokensAtRisk(job), now, reach, cap };
  switch (work.type) {
    case 'waiting':
      return waitInWords(work.wait, scene);
    case 'failed':
      return withCode(failureInWords(work.failure, scene));
    case 'cancelling':
      return 'Cancelling';
    case 'queued':
      if (job.status === 'queued') return `${queuedInWords(work.behind)} · ${agoInWords(job.createdAt, now)}`;
      return plainFacts(job, scene.model, around, now);
    case 'idle':
    case 'written':
    case 'running':
    case 'paused':
    case 'cancelled':
      return plainFacts(job, scene.model, around, now);
  }
}

function plainFacts(job: Job, model: string, around: Surroundings, now: number): string {
  const done = job.steps.filter((step) => step.status === 'done').length;
  const facts = [
    job.steps.length > 1 ? `${done} of ${counted(job.steps.length, 'step')} done` : null,
    job.status === 'completed' ? counted(job.result.words, 'word') : null,
    job.status === 'completed' && job.result.truncated ? 'cut off at the length limit' : null,
    job.model === 'default' ? null : model,
    job.status === 'running' ? driverInWords(job, around) : null,
    agoInWords(isEnded(job) && 'endedAt' in job ? job.endedAt : job.createdAt, now),
  ];
  return facts.filter((fact) => fact !== null).join(' · ');
}
