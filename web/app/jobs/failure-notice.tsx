import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Job } from '../../../shared/engine/job.ts';
import type { Failure } from '../../../shared/protocol/failure.ts';
import { useCallsOfJob } from '../../remote/query.ts';
import { useModelNames } from '../model-names.ts';
import { counted } from '../numbers.ts';
import { withCode } from '../ui/with-code.tsx';
import { failureInWords } from '../words.ts';
import { tokensAtRisk } from './account-words.ts';
import { JobButton } from './job-button.tsx';

type FailureNoticeProps = { readonly job: Job; readonly failure: Failure };

/** Why a job failed, what to do about it, and the particulars for whoever wants them. */
export function FailureNotice({ job, failure }: FailureNoticeProps) {
  return hasKeptText(failure) ? <BrokenOff job={job} failure={failure} /> : <Notice job={job} failure={failure} words={null} />;
}

/** It broke off in the middle: what was written until then is kept on the job's page (L7). */
const hasKeptText = ({ reason }: Failure): boolean => ['truncated', 'reset', 'silent', 'lost'].includes(reason);

function BrokenOff({ job, failure }: FailureNoticeProps) {
  const last = useCallsOfJob(job.id).data?.findLast((call) => call.end !== null && call.end.type !== 'done');
  return <Notice job={job} failure={failure} words={last?.words ?? null} />;
}

function Notice({ job, failure, words }: FailureNoticeProps & { readonly words: number | null }) {
  const { provider, nameOfModel } = useModelNames();
  const sentence = failureInWords(failure, { provider, model: nameOfModel(job.model), words, atRisk: tokensAtRisk(job) });
  return (
    <div className="failure" role="alert">
      <IconAlertTriangle size={18} stroke={1.75} aria-hidden="true" />
      <div className="failure-what">
        <p>{withCode(sentence)}</p>
        <details className="details">
          <summary>Details</summary>
          <p>{detailsOf(job, failure)}</p>
          {failure.detail !== '' && failure.detail !== sentence && <p>{failure.detail}</p>}
          <Link to="/jobs/$id" params={{ id: job.id }}>
            {words === null || words === 0 ? 'Show the job' : 'Show the job with what was written'}
          </Link>
        </details>
      </div>
      {isAboutKey(failure) && (
        <Link to="/settings" hash="key" className="link-button">
          Settings
        </Link>
      )}
      {job.status === 'failed' && <JobButton job={job} does="retry" />}
    </div>
  );
}

/** The owner can enter another key. */
const isAboutKey = ({ reason }: Failure): boolean => reason === 'no_key' || reason === 'key_refused';

function detailsOf(job: Job, failure: Failure): string {
  const attempts = Math.max(...job.steps.map((step) => step.attempt), 1);
  const facts = [
    failure.reason,
    failure.status === null ? null : `HTTP ${failure.status}`,
    job.model,
    counted(attempts, 'attempt'),
  ];
  return facts.filter((fact) => fact !== null).join(' · ');
}
