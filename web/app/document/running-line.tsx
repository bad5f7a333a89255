import { isForMaker, type Job, type Step } from '../../../shared/engine/job.ts';
import { driverInWords } from '../jobs/driver-words.ts';
import { JobButton } from '../jobs/job-button.tsx';
import { StatusLine } from '../jobs/status-line.tsx';
import { counted, durationInWords, leftInWords } from '../numbers.ts';
import { useNow } from '../time-hooks.ts';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { useScene } from './scene.tsx';

/** After this long a person is told that they need not watch. */
const leaveAfterMs = 10_000;

type RunningLineProps = { readonly job: Job; readonly step: Step & { readonly status: 'running' }; readonly words: number };

/** How the writing of a block goes. Nobody knows how long a text will be, so the bar only says that it is under way (J12). */
export function RunningLine({ job, step, words }: RunningLineProps) {
  const { nameOfModel, around } = useScene();
  const now = useNow(1_000);
  const forMs = Math.max(0, now - step.startedAt);
  const facts = [
    words === 0 ? 'Waiting for the first words' : `Writing · ${counted(words, 'word')}`,
    durationInWords(forMs),
    job.estimate === undefined ? null : leftInWords(job.estimate, now),
    nameOfModel(job.model),
    driverInWords(job, around),
    step.attempt > 1 ? `attempt ${step.attempt}` : null,
  ];
  const isPausing = job.status === 'running' && job.pausing;
  return (
    <div className="running">
      <ProgressBar label="Writing" percent={null} />
      <StatusLine status="running" text={facts.filter((fact) => fact !== null).join(' · ')}>
        {isPausing ? <JobButton job={job} does="resume" /> : <JobButton job={job} does="pause" />}
        <JobButton job={job} does="cancel" />
      </StatusLine>
      <p className="note running-note">
        {isPausing
          ? 'Pausing after this step.'
          : forMs > leaveAfterMs
            ? leaveWords[isForMaker(job) ? 'wait' : 'go-on']
            : '\u00a0'}
      </p>
    </div>
  );
}

const leaveWords = {
  'go-on': 'You can leave this page. The writing goes on.',
  wait: 'You can leave this page. If you close Meanwhile, the job waits for you after this step.',
} as const;
