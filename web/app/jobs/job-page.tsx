import './facts.css';
import './jobs.css';
import { Link, useParams } from '@tanstack/react-router';
import { isEnded, type Job, jobUsage } from '../../../shared/engine/job.ts';
import { percentOf } from '../../../shared/engine/progress.ts';
import { isId, type JobId, jobId } from '../../../shared/kernel/brand.ts';
import { useJob } from '../../store/live.ts';
import { type Surroundings, workOfJob } from '../document/block-work.ts';
import { useSurroundings } from '../document/scene.tsx';
import { useModelNames } from '../model-names.ts';
import { priceInWords, usageInWords } from '../money-words.ts';
import { counted, durationInWords, exactTime, leftInWords, tokensOf } from '../numbers.ts';
import { NotFoundPage } from '../shell/not-found-page.tsx';
import { PageHeader } from '../shell/page-header.tsx';
import { StatusWord } from '../status.tsx';
import { useAfter, useNow } from '../time-hooks.ts';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { accountInWords } from './account-words.ts';
import { driverInWords } from './driver-words.ts';
import { FailureNotice } from './failure-notice.tsx';
import { JobButtons } from './job-buttons.tsx';
import { jobCost } from './job-cost.ts';
import { shownStatus } from './job-row.tsx';
import { JobSources } from './job-sources.tsx';
import { JobSteering } from './job-steering.tsx';
import { JobSteps } from './job-steps.tsx';
import { kindInWords } from './kind-words.ts';
import { RunAgain } from './run-again.tsx';
import { WaitingLine } from './waiting-line.tsx';

/** `/jobs/:id`. */
export function JobPage() {
  const { id } = useParams({ from: '/jobs/$id' });
  return isId(id) ? <StoredJob key={id} id={jobId(id)} /> : <NotFoundPage what="job" />;
}

function StoredJob({ id }: { readonly id: JobId }) {
  const job = useJob(id);
  if (job === undefined) return <JobSkeleton />;
  return job === null ? <NotFoundPage what="job" /> : <OpenJob job={job} />;
}

function JobSkeleton() {
  const isSlow = useAfter(200);
  return (
    <>
      <PageHeader parent={{ to: '/jobs', label: 'Jobs' }} />
      {isSlow && (
        <>
          <h1 className="hidden">Opening the job</h1>
          <div className="page job-page" aria-hidden="true">
            <div className="bone" style={{ width: '60%', height: '32px' }} />
            <div className="bone" style={{ width: '40%' }} />
            <div className="facts">
              {['Kind', 'Model', 'Asked for', 'Began', 'Took', 'Tokens'].map((name) => (
                <div key={name} className="fact">
                  <div className="bone" />
                  <div className="bone" />
                </div>
              ))}
            </div>
          </div>
        </>
      )}
    </>
  );
}

function OpenJob({ job }: { readonly job: Job }) {
  const around = useSurroundings();
  const work = workOfJob(job, around);
  const status = shownStatus(job, work);
  const account = accountInWords(job);
  const title = job.title || 'Untitled';
  return (
    <>
      <title>{`${title} · Meanwhile`}</title>
      <PageHeader parent={{ to: '/jobs', label: 'Jobs' }} here={title} />
      <div className="page job-page">
        <div className="page-top">
          <h1>{title}</h1>
          <StatusWord status={status} />
        </div>
        {status === 'running' && <ProgressBar label="Progress" percent={percentOf(job)} />}
        {work.type === 'failed' && <FailureNotice job={job} failure={work.failure} />}
        {work.type === 'waiting' && <WaitingLine job={job} wait={work.wait} />}
        <div className="job-page-bar">
          {work.type !== 'failed' && work.type !== 'waiting' && <JobButtons job={job} />}
          <RunAgain job={job} />
          <Link to="/documents/$id" params={{ id: job.documentId }} className="link-button">
            Open document
          </Link>
          <Link to="/jobs" search={{ document: job.documentId }} className="link-button">
            Jobs of this document
          </Link>
        </div>
        {!isEnded(job) && <JobSteering job={job} />}
        <JobNumbers job={job} around={around} />
        {account !== null && <p className="account">{account}</p>}
        <JobSteps job={job} />
        <JobSources job={job} />
      </div>
    </>
  );
}

function JobNumbers({ job, around }: { readonly job: Job; readonly around: Surroundings }) {
  const { nameOfModel } = useModelNames();
  const now = useNow(job.status === 'running' ? 1_000 : null);
  const usage = jobUsage(job);
  const endedAt = 'endedAt' in job ? job.endedAt : null;
  const facts: readonly (readonly [string, string | null])[] = [
    ['Kind', kindInWords(job.kind)],
    ['Model', job.model === 'default' ? null : nameOfModel(job.model)],
    ['Driven', isEnded(job) ? null : driverInWords(job, around)],
    ['Asked for', exactTime(job.createdAt)],
    ['Began', job.startedAt === null ? null : exactTime(job.startedAt)],
    ['Took', job.startedAt === null ? null : durationInWords((endedAt ?? now) - job.startedAt)],
    ['Estimate', isEnded(job) || job.estimate === undefined ? null : leftInWords(job.estimate, now)],
    ['Words', job.status === 'completed' ? job.result.words.toLocaleString('en') : null],
    ['Tokens', tokensOf(usage) === 0 ? null : usageInWords(usage)],
    ['Price', tokensOf(usage) === 0 ? null : priceInWords(jobCost(job), job.model)],
    ['Retried', job.round === 0 ? null : counted(job.round, 'time')],
  ];
  return (
    <dl className="facts">
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name} className="fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
