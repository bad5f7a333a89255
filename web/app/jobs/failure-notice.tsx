import { IconAlertTriangle } from '@tabler/icons-react';
import type { Job } from '../../../shared/engine/job.ts';
import type { Failure } from '../../../shared/protocol/failure.ts';
import { useModelNames } from '../model-names.ts';
import { counted } from '../numbers.ts';
import { withCode } from '../ui/with-code.tsx';
import { failureInWords } from '../words.ts';
import { JobButton } from './job-button.tsx';

/** Why a job failed, what to do about it, and the particulars for whoever wants them. */
export function FailureNotice({ job, failure }: { readonly job: Job; readonly failure: Failure }) {
  const { provider, nameOfModel } = useModelNames();
  const sentence = failureInWords(failure, { provider, model: nameOfModel(job.model), words: null });
  return (
    <div className="failure" role="alert">
      <IconAlertTriangle size={18} stroke={1.75} aria-hidden="true" />
      <div className="failure-what">
        <p>{withCode(sentence)}</p>
        <details className="details">
          <summary>Details</summary>
          <p>{detailsOf(job, failure)}</p>
          {failure.detail !== '' && failure.detail !== sentence && <p>{failure.detail}</p>}
        </details>
      </div>
      {job.status === 'failed' && <JobButton job={job} does="retry" />}
    </div>
  );
}

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
