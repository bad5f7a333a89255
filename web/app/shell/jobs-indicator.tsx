import { Link, useLocation } from '@tanstack/react-router';
import type { Job } from '../../../shared/engine/job.ts';
import { useActiveJobs } from '../../store/live.ts';
import { StopAll } from '../jobs/stop-all.tsx';
import { inSilence, latePart } from '../ui/late-part.tsx';

// Jobs have an estimate only once there is some history.
const JobsLeft = latePart(async () => (await import('./jobs-left.tsx')).JobsLeft, inSilence);
const none: readonly Job[] = [];

/** What is being worked on anywhere; its words change only when a job begins, waits or ends, so that they can be read aloud. */
export function JobsIndicator() {
  const jobs = useActiveJobs() ?? none;
  // That page has the button itself.
  const isOnJobs = useLocation({ select: ({ pathname }) => pathname === '/jobs' });
  const done = jobs.reduce((sum, job) => sum + job.progress, 0) / Math.max(1, jobs.length);
  return (
    <div className="jobs-indicator">
      <div role="status" aria-label="Jobs" data-status={leadingOf(jobs)}>
        {jobs.length > 0 && (
          <Link to="/jobs" className="jobs-indicator-link">
            <Ring share={done} />
            <span>{jobsInWords(jobs)}</span>
            {jobs.some(({ estimate }) => estimate !== undefined) && <JobsLeft jobs={jobs} />}
          </Link>
        )}
      </div>
      {jobs.length > 0 && !isOnJobs && <StopAll isSmall />}
    </div>
  );
}

/** `2 running`, `1 running, 3 more`, `1 waiting`. */
function jobsInWords(jobs: readonly Job[]): string {
  const leading = leadingOf(jobs);
  const count = jobs.filter((job) => job.status === leading).length;
  const more = jobs.length - count;
  return `${count} ${leading}${more > 0 ? `, ${more} more` : ''}`;
}

/** The liveliest status among them, which gives all of them their colour. */
const leadingOf = (jobs: readonly Job[]) =>
  (['running', 'queued', 'waiting', 'paused'] as const).find((status) => jobs.some((job) => job.status === status));

const radius = 6;
const around = 2 * Math.PI * radius;

function Ring({ share }: { readonly share: number }) {
  return (
    <svg className="ring" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <circle className="ring-track" cx="8" cy="8" r={radius} />
      <circle
        className="ring-fill"
        cx="8"
        cy="8"
        r={radius}
        strokeDasharray={around}
        strokeDashoffset={around * (1 - Math.max(0.06, share))}
      />
    </svg>
  );
}
