import type { Job } from '../../../shared/engine/job.ts';
import type { Wait } from '../document/block-work.ts';
import { useModelNames } from '../model-names.ts';
import { useIsOnline } from '../shell/connection.ts';
import { useNow } from '../time-hooks.ts';
import { waitInWords } from '../waiting-words.ts';
import { JobButton } from './job-button.tsx';
import { StatusLine } from './status-line.tsx';

/** What a job waits for, counted down. */
export function WaitingLine({ job, wait }: { readonly job: Job; readonly wait: Wait }) {
  const { provider, nameOfModel } = useModelNames();
  const isOnline = useIsOnline();
  const now = useNow(wait.until === null ? null : 1_000);
  const text = waitInWords(wait, { provider, model: nameOfModel(job.model), words: null, now, isOnline });
  return (
    <StatusLine status="waiting" text={text}>
      {wait.for === 'person' && <JobButton job={job} does="retry" />}
      <JobButton job={job} does="cancel" />
    </StatusLine>
  );
}
