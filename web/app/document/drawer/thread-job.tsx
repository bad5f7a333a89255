import type { Job, Step } from '../../../../shared/engine/job.ts';
import { JobButton } from '../../jobs/job-button.tsx';
import { StatusLine } from '../../jobs/status-line.tsx';
import { WaitingLine } from '../../jobs/waiting-line.tsx';
import { agoInWords, durationInWords, exactTime } from '../../numbers.ts';
import { usePorts } from '../../ports-context.tsx';
import { useNow } from '../../time-hooks.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { withCode } from '../../ui/with-code.tsx';
import { queuedInWords } from '../../waiting-words.ts';
import { failureInWords } from '../../words.ts';
import { workOfJob } from '../block-work.ts';
import { useScene } from '../scene.tsx';

/** How something that was asked goes, until there is a result. */
export function ThreadJob({ job, doing }: { readonly job: Job; readonly doing: string }) {
  const { around, provider, nameOfModel } = useScene();
  const { clock } = usePorts();
  const work = workOfJob(job, around);
  switch (work.type) {
    case 'idle':
    case 'written':
      return null;
    case 'queued':
      return (
        <StatusLine status="queued" text={queuedInWords(work.behind)}>
          <JobButton job={job} does="cancel" />
        </StatusLine>
      );
    case 'waiting':
      return <WaitingLine job={job} wait={work.wait} />;
    case 'running':
      return <RunningJob job={job} step={work.step} doing={doing} />;
    case 'paused':
      return (
        <StatusLine status="paused" text="Paused">
          <JobButton job={job} does="resume" />
          <JobButton job={job} does="cancel" />
        </StatusLine>
      );
    case 'cancelling':
      return <StatusLine status="cancelled" text="Cancelling" />;
    case 'cancelled': {
      const at = 'endedAt' in job ? job.endedAt : job.createdAt;
      return <StatusLine status="cancelled" text={`Cancelled ${agoInWords(at, clock.now())}`} title={exactTime(at)} />;
    }
    case 'failed': {
      const scene = { provider, model: nameOfModel(job.model), words: null, atRisk: null };
      return (
        <StatusLine status="failed" text={withCode(failureInWords(work.failure, scene))}>
          {job.status === 'failed' && <JobButton job={job} does="retry" />}
        </StatusLine>
      );
    }
  }
}

type RunningJobProps = { readonly job: Job; readonly step: Step & { readonly status: 'running' }; readonly doing: string };

function RunningJob({ job, step, doing }: RunningJobProps) {
  const { nameOfModel } = useScene();
  const forMs = Math.max(0, useNow(1_000) - step.startedAt);
  const facts = [doing, durationInWords(forMs), nameOfModel(job.model), step.attempt > 1 ? `attempt ${step.attempt}` : null];
  return (
    <>
      <ProgressBar label={doing} percent={null} />
      <StatusLine status="running" text={facts.filter((fact) => fact !== null).join(' · ')}>
        <JobButton job={job} does="cancel" />
      </StatusLine>
    </>
  );
}
