import type { Job, Step } from '../../../shared/engine/job.ts';
import { useCallsOfJob } from '../../remote/query.ts';
import { useModelNames } from '../model-names.ts';
import { priceInWords, usageInWords } from '../money-words.ts';
import { counted } from '../numbers.ts';
import { withCode } from '../ui/with-code.tsx';
import { failureInWords } from '../words.ts';
import { stepCost } from './job-cost.ts';
import { StatusLine } from './status-line.tsx';
import { Attempts } from './step-attempts.tsx';

/** A job's steps, each with how it stands and what was tried for it. */
export function JobSteps({ job }: { readonly job: Job }) {
  const calls = useCallsOfJob(job.id).data ?? [];
  if (job.steps.length === 0) return <p className="note">Its steps are planned when the server has taken it in.</p>;
  return (
    <section aria-labelledby="steps">
      <h2 id="steps">Steps</h2>
      <ol className="steps">
        {job.steps.map((step) => (
          <li key={step.id} className="step">
            <p className="step-title">{step.title}</p>
            <StepState job={job} step={step} />
            <Attempts attempts={calls.filter((call) => call.step === step.id)} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function StepState({ job, step }: { readonly job: Job; readonly step: Step }) {
  const { provider, nameOfModel } = useModelNames();
  const tries = step.attempt > 1 ? ` · attempt ${step.attempt}` : '';
  const isOver = job.status === 'cancelled' || job.status === 'failed';
  switch (step.status) {
    case 'pending':
      return <StatusLine status={isOver ? 'cancelled' : 'queued'} text={isOver ? 'Not started' : `To come${tries}`} />;
    case 'running':
      return isOver ? <StatusLine status="cancelled" text="Stopped" /> : <StatusLine status="running" text={`Running${tries}`} />;
    case 'waiting':
      return <StatusLine status="waiting" text={`Waiting${tries}`} />;
    case 'done': {
      const cut = step.cutOff ? ' · cut off at the length limit' : '';
      return (
        <StatusLine
          status="completed"
          text={`${counted(step.words, 'word')} · ${usageInWords(step.usage)} · ${priceInWords(stepCost(job, step), job.model)}${tries}${cut}`}
        />
      );
    }
    case 'failed': {
      const scene = { provider, model: nameOfModel(job.model), words: null, atRisk: step.atRisk };
      return (
        <StatusLine
          status="failed"
          text={
            <>
              {withCode(failureInWords(step.failure, scene))}
              {tries}
            </>
          }
        />
      );
    }
  }
}
