import './jobs.css';
import { Button } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Job } from '../../../shared/engine/job.ts';
import { useSettings } from '../../store/live.ts';
import { type FoundJobs, type JobReach, useFoundJobs } from '../../store/live-jobs.ts';
import { workOfJob } from '../document/block-work.ts';
import { useSurroundings } from '../document/scene.tsx';
import { useModelNames } from '../model-names.ts';
import { counted } from '../numbers.ts';
import { useReach } from '../shell/connection.ts';
import { PageHeader } from '../shell/page-header.tsx';
import { useAfter, useNow } from '../time-hooks.ts';
import { PlainList } from '../ui/plain-list.tsx';
import { filterOf, isFiltered } from './job-filter.ts';
import { JobFilters } from './job-filters.tsx';
import { JobRow, shownStatus } from './job-row.tsx';
import type { JobSearch } from './job-search.ts';
import { StopAll } from './stop-all.tsx';
import { TotalsLine } from './totals-line.tsx';

/** `/jobs`: everything that was asked for, the newest first, or what a person looks for among it. */
export function JobsPage() {
  const search = useSearch({ from: '/jobs' });
  const navigate = useNavigate({ from: '/jobs' });
  const around = useSurroundings();
  return (
    <>
      <title>Jobs · Meanwhile</title>
      <PageHeader />
      <div className="page">
        <div className="page-top">
          <h1>Jobs</h1>
          <span className="jobs-top">
            <Link to="/statistics" className="link-button">
              Statistics
            </Link>
            {around.active.length > 0 && <StopAll />}
          </span>
        </div>
        <JobList search={search} onSearch={(next) => void navigate({ search: next, replace: true })} />
      </div>
    </>
  );
}

/** `reach`: through so many jobs it is looked for what no index tells; each time a person asks for older ones, through four times as many. */
const firstPage: JobReach = { limit: 50, reach: 5_000 };

type JobListProps = { readonly search: JobSearch; readonly onSearch: (search: JobSearch) => void };

function JobList({ search, onSearch }: JobListProps) {
  const what = JSON.stringify(search);
  const [asked, ask] = useState({ what, ...firstPage });
  const { limit, reach } = asked.what === what ? asked : firstPage;
  const found = useLasting(useFoundJobs(filterOf(search), { limit, reach }));
  const isEmpty = found?.jobs.length === 0 && !isFiltered(search);
  if (found === undefined) return <JobsSkeleton />;
  return (
    <>
      <TotalsLine jobs={found.jobs} />
      {isEmpty ? <NoJobs /> : <JobFilters search={search} onChange={onSearch} />}
      <FoundRows found={found} search={search} reach={reach} />
      {found.hasMore && (
        <Button variant="default" onClick={() => ask({ what, reach, limit: limit + firstPage.limit })}>
          Show more
        </Button>
      )}
      {found.isCutShort && (
        <Button variant="default" onClick={() => ask({ what, limit, reach: reach * 4 })}>
          Look further back
        </Button>
      )}
    </>
  );
}

/** What was found before stays while the next is being read: a list that grows must not jump. */
function useLasting(found: FoundJobs | undefined): FoundJobs | undefined {
  const [last, setLast] = useState(found);
  if (found !== undefined && found !== last) setLast(found);
  return found ?? last;
}

function FoundRows({ found, search, reach }: { readonly found: FoundJobs; readonly search: JobSearch; readonly reach: number }) {
  const around = useSurroundings();
  const list = { ...useModelNames(), around, reach: useReach(), cap: useSettings()?.monthlyCap ?? null, now: useListNow(found) };
  const isMeant = (job: Job) =>
    search.status === undefined || search.status === 'unfinished' || shownStatus(job, workOfJob(job, around)) === search.status;
  const jobs = found.jobs.filter(isMeant);
  return (
    <>
      {isFiltered(search) && (
        <p role="status" className="jobs-found">
          {foundInWords(jobs.length, found, reach)}
        </p>
      )}
      {jobs.length > 0 && (
        <PlainList className="jobs">
          {jobs.map((job) => (
            <JobRow key={job.id} job={job} list={list} />
          ))}
        </PlainList>
      )}
    </>
  );
}

/** More are never counted: that would read them all. */
function foundInWords(shown: number, { hasMore, isCutShort }: FoundJobs, reach: number): string {
  if (hasMore) return `The newest ${counted(shown, 'job')} of those that fit.`;
  if (isCutShort) return `${counted(shown, 'job')} among the newest ${reach.toLocaleString('en')}.`;
  return shown === 0 ? 'No job fits. Change what you look for, or show all jobs.' : `${counted(shown, 'job')}.`;
}

function NoJobs() {
  return (
    <div className="empty">
      <p className="empty-lead">
        Whatever a model writes for you is a job. It goes on when you leave, and you can watch, pause, cancel or repeat it here.
      </p>
      <p>
        <Link to="/">To the library</Link>
      </p>
    </div>
  );
}

/** Goes on by the second while a row counts down. */
const useListNow = ({ jobs }: FoundJobs): number => useNow(jobs.some(isCountedDown) ? 1_000 : 10_000);

/** One of its steps waits for a time. */
const isCountedDown = (job: Job): boolean => job.steps.some((step) => step.status === 'waiting' && step.until !== null);

function JobsSkeleton() {
  const isSlow = useAfter(200);
  if (!isSlow) return null;
  return (
    <div aria-hidden="true">
      <div className="bone bone-filters" />
      <div className="jobs">
        {[56, 64, 48].map((width) => (
          <div key={width} className="job">
            <div className="bone" style={{ width: `${width}%` }} />
          </div>
        ))}
      </div>
    </div>
  );
}
