import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isEnded, type Job } from '../../../shared/engine/job.ts';
import { percentOf } from '../../../shared/engine/progress.ts';
import { type BlockWork, type Surroundings, workOfJob } from '../document/block-work.ts';
import { agoInWords, counted, exactTime } from '../numbers.ts';
import { StatusWord } from '../status.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { withCode } from '../ui/with-code.tsx';
import { queuedInWords, type WaitScene, waitInWords } from '../waiting-words.ts';
import { failureInWords } from '../words.ts';
import { tokensAtRisk } from './account-words.ts';
import { driverInWords } from './driver-words.ts';
import { JobButtons } from './job-buttons.tsx';

/** What all rows of a list have in common; read once for all of them, since each of them reading it for itself is slow. */
export type JobListScene = Pick<WaitScene, 'provider' | 'reach' | 'cap' | 'now'> & {
  readonly around: Surroundings;
  readonly nameOfModel: (id: string) => string;
};

type JobRowProps = { readonly job: Job; readonly list: JobListScene };

/** A job in a list: its title and status in words, how far it is, and what can be done. */
export function JobRow({ job, list }: JobRowProps) {
  const work = workOfJob(job, list.around);
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
          {factsInWords(job, work, list)}
        </p>
        {work.type === 'waiting' && work.wait.for === 'credits' && (
          <Link to="/settings" hash="spending" className="link-button">
            Settings
          </Link>
        )}
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

function factsInWords(job: Job, work: BlockWork, { around, nameOfModel, ...known }: JobListScene): ReactNode {
  const scene = { ...known, model: nameOfModel(job.model), words: null, atRisk: tokensAtRisk(job) };
  switch (work.type) {
    case 'waiting':
      return waitInWords(work.wait, scene);
    case 'failed':
      return withCode(failureInWords(work.failure, scene));
    case 'cancelling':
      return 'Cancelling';
    case 'queued':
      if (job.status === 'queued') return `${queuedInWords(work.behind)} · ${agoInWords(job.createdAt, scene.now)}`;
      return plainFacts(job, scene.model, around, scene.now);
    case 'idle':
    case 'written':
    case 'running':
    case 'paused':
    case 'cancelled':
      return plainFacts(job, scene.model, around, scene.now);
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
