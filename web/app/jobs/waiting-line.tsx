import type { Job } from '../../../shared/engine/job.ts';
import type { Wait } from '../document/block-work.ts';
import { useModelNames } from '../model-names.ts';
import { useReach } from '../shell/connection.ts';
import { useNow } from '../time-hooks.ts';
import { waitInWords } from '../waiting-words.ts';
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
  const { provider, nameOfModel } = useModelNames();
  const reach = useReach();
  const now = useNow(wait.until === null ? null : 1_000);
  const text =
    isPart && wait.for === 'offline'
      ? 'Waiting for the network'
      : waitInWords(wait, { provider, model: nameOfModel(job.model), words: null, now, reach });
  return (
    <StatusLine status="waiting" text={text}>
      {wait.for === 'person' && <JobButton job={job} does="retry" />}
      <JobButton job={job} does="cancel" />
    </StatusLine>
  );
}
