import { Link } from '@tanstack/react-router';
import type { Job } from '../../../shared/engine/job.ts';
import { useCallsOfJob } from '../../remote/query.ts';
import { useSettings } from '../../store/live.ts';
import type { Wait } from '../document/block-work.ts';
import { useModelNames } from '../model-names.ts';
import { useReach } from '../shell/connection.ts';
import { useNow } from '../time-hooks.ts';
import { waitInWords } from '../waiting-words.ts';
import { tokensAtRisk } from './account-words.ts';
import { JobButton } from './job-button.tsx';
import { StatusLine } from './status-line.tsx';

type WaitingLineProps = {
  readonly job: Job;
  readonly wait: Wait;
  /** The whole sentence stands above, for the whole document. */
  readonly isPart?: boolean;
};

/** What a job waits for, counted down. */
export function WaitingLine({ job, wait, isPart = false }: WaitingLineProps) {
  if (wait.for === 'person') return <AskingLine job={job} wait={wait} />;
  return <Line job={job} wait={wait} words={null} isPart={isPart} />;
}

/** A try broke off and may have been paid for: says what is kept of it, and asks (L7). */
function AskingLine({ job, wait }: Pick<WaitingLineProps, 'job' | 'wait'>) {
  const calls = useCallsOfJob(job.id).data ?? [];
  const last = calls.findLast(
    ({ step, end }) => (wait.step === null || step === wait.step) && end !== null && end.type !== 'done',
  );
  return <Line job={job} wait={wait} words={last?.words ?? null} isPart={false} />;
}

type LineProps = Required<WaitingLineProps> & { readonly words: number | null };

function Line({ job, wait, words, isPart }: LineProps) {
  const { provider, nameOfModel } = useModelNames();
  const reach = useReach();
  const cap = useSettings()?.monthlyCap ?? null;
  const now = useNow(wait.until === null ? null : 1_000);
  const atRisk = job.steps.find((step) => step.id === wait.step)?.atRisk ?? tokensAtRisk(job);
  const text =
    isPart && wait.for === 'offline'
      ? 'Waiting for the network'
      : waitInWords(wait, { provider, model: nameOfModel(job.model), words, atRisk, now, reach, cap });
  // While other steps are at work, the job as a whole does not wait and cannot be retried yet.
  const canRetry = job.status === 'waiting' && job.for === 'person';
  return (
    <StatusLine status="waiting" text={text}>
      {canRetry && <JobButton job={job} does="retry" />}
      {wait.for === 'credits' && (
        <Link to="/settings" hash="spending" className="link-button">
          Settings
        </Link>
      )}
      {wait.for === 'driver' && <JobButton job={job} does="go-on" />}
      <JobButton job={job} does="cancel" />
    </StatusLine>
  );
}
