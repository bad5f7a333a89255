import { useState } from 'react';
import type { Job } from '../../../shared/engine/job.ts';
import type { Intent } from '../../../shared/engine/job-event.ts';
import { useAct } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';

const words = {
  cancel: 'Cancel',
  pause: 'Pause',
  resume: 'Resume',
  retry: 'Retry',
  'go-on': 'Go on without it',
} as const;

type JobButtonProps = { readonly job: Job; readonly does: keyof typeof words };

/**
 * Asks something of a job. A job of one step has nothing to pause once that step is under way, so there is no Pause then (J7); and no Retry
 * where the same prompt would fail the same way.
 */
export function JobButton({ job, does }: JobButtonProps) {
  const { actions } = usePorts();
  const act = useAct();
  const [isAsking, setAsking] = useState(false);
  if (does === 'pause' && !canPause(job)) return null;
  if (does === 'retry' && !canRetry(job)) return null;
  const ask = async () => {
    setAsking(true);
    await act(actions.intend(job.id, intentFor(job, does)));
    setAsking(false);
  };
  return (
    <button type="button" className="link-button" data-does={does} disabled={isAsking} onClick={() => void ask()}>
      {words[does]}
    </button>
  );
}

function intentFor(job: Job, does: JobButtonProps['does']): Intent {
  switch (does) {
    case 'retry':
      return { type: 'retry', round: job.round };
    case 'go-on':
      return { type: 'set-leave', whenILeave: 'go-on' };
    case 'cancel':
    case 'pause':
    case 'resume':
      return { type: does };
  }
}

const canPause = (job: Job): boolean =>
  job.status === 'running' ? !job.pausing && job.steps.some(({ status }) => status === 'pending' || status === 'waiting') : true;

/** A retry sends what the job was made with. */
const canRetry = (job: Job): boolean =>
  job.status !== 'failed' || (job.failure.reason !== 'prompt_too_long' && job.failure.reason !== 'bad_brief');
