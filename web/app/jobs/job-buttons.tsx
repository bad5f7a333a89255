import type { Job } from '../../../shared/engine/job.ts';
import { JobButton } from './job-button.tsx';

/** What can be asked of a job as it stands. */
export function JobButtons({ job }: { readonly job: Job }) {
  switch (job.status) {
    case 'queued':
      return (
        <>
          <JobButton job={job} does="pause" />
          <JobButton job={job} does="cancel" />
        </>
      );
    case 'running':
      return (
        <>
          {job.pausing ? <JobButton job={job} does="resume" /> : <JobButton job={job} does="pause" />}
          <JobButton job={job} does="cancel" />
        </>
      );
    case 'waiting':
      return (
        <>
          {job.for === 'person' ? <JobButton job={job} does="retry" /> : <JobButton job={job} does="pause" />}
          <JobButton job={job} does="cancel" />
        </>
      );
    case 'paused':
      return (
        <>
          <JobButton job={job} does="resume" />
          <JobButton job={job} does="cancel" />
        </>
      );
    case 'failed':
      return <JobButton job={job} does="retry" />;
    case 'completed':
    case 'cancelled':
      return null;
  }
}
