import './jobs.css';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Job } from '../../../shared/engine/job.ts';
import { useJobs } from '../../store/live.ts';
import { useSurroundings } from '../document/scene.tsx';
import { PageHeader } from '../shell/page-header.tsx';
import { useAfter, useNow } from '../time-hooks.ts';
import { JobRow } from './job-row.tsx';
import { StopAll } from './stop-all.tsx';
import { TotalsLine } from './totals-line.tsx';

const pageSize = 50;

/** `/jobs`: everything that was asked for, the newest first. */
export function JobsPage() {
  const [limit, setLimit] = useState(pageSize);
  const stored = useJobs({ limit: limit + 1 });
  const around = useSurroundings();
  const now = useNow(stored?.some(isCountedDown) ? 1_000 : 10_000);
  return (
    <>
      <title>Jobs · Meanwhile</title>
      <PageHeader />
      <div className="page">
        <div className="page-top">
          <h1>Jobs</h1>
          {around.active.length > 0 && <StopAll />}
        </div>
        {stored !== undefined && <TotalsLine jobs={stored} />}
        {stored === undefined && <JobsSkeleton />}
        {stored?.length === 0 && (
          <div className="empty">
            <p className="empty-lead">
              Whatever a model writes for you is a job. It goes on when you leave, and you can watch, pause, cancel or repeat it
              here.
            </p>
            <p>
              <Link to="/">To the library</Link>
            </p>
          </div>
        )}
        {stored !== undefined && stored.length > 0 && (
          // biome-ignore lint/a11y/noRedundantRoles: without its marks, a list is not announced as one by every browser
          <ul className="jobs" role="list">
            {stored.slice(0, limit).map((job) => (
              <JobRow key={job.id} job={job} around={around} now={now} />
            ))}
          </ul>
        )}
        {(stored?.length ?? 0) > limit && (
          <Button variant="default" onClick={() => setLimit(limit + pageSize)}>
            Show more
          </Button>
        )}
      </div>
    </>
  );
}

/** One of its steps waits for a time. */
const isCountedDown = (job: Job): boolean => job.steps.some((step) => step.status === 'waiting' && step.until !== null);

function JobsSkeleton() {
  const isSlow = useAfter(200);
  if (!isSlow) return null;
  return (
    <div aria-hidden="true">
      {[56, 64, 48].map((width) => (
        <div key={width} className="job">
          <div className="bone" style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  );
}
