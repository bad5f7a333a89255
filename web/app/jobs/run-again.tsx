import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { isEnded, type Job } from '../../../shared/engine/job.ts';
import type { Brief } from '../../../shared/recipes/recipe.ts';
import type { BriefChanges } from '../../ports.ts';
import { useAct } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import { asDialog, latePart } from '../ui/late-part.tsx';
import { useBrief } from './job-sources.tsx';

const ChangesDialog = latePart(
  async () => (await import('./changes-dialog.tsx')).ChangesDialog,
  asDialog('Run again with changes'),
);

/** Asks for a job that is ended once more, as it was or with changes: a new job, whose page then opens. */
export function RunAgain({ job }: { readonly job: Job }) {
  const brief = useBrief(job);
  const [isChanging, setChanging] = useState(false);
  const start = useStart(job);
  if (!isEnded(job)) return null;
  const why = brief ? undefined : 'What it was made from is not on this device, and the server has not given it.';
  return (
    <>
      <button
        type="button"
        className="link-button"
        disabled={!brief || start.isAsking}
        title={why}
        onClick={() => brief && void start.run(brief, {})}
      >
        Run again
      </button>
      <button type="button" className="link-button" disabled={!brief} title={why} onClick={() => setChanging(true)}>
        Run again with changes
      </button>
      {isChanging && brief && (
        <ChangesDialog
          job={job}
          brief={brief}
          isAsking={start.isAsking}
          onRun={(changes) => void start.run(brief, changes)}
          onClose={() => setChanging(false)}
        />
      )}
    </>
  );
}

function useStart(job: Job) {
  const { actions } = usePorts();
  const act = useAct();
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const run = async (brief: Brief, changes: BriefChanges) => {
    setAsking(true);
    const started = await act(actions.runAgain(job.id, brief, changes));
    setAsking(false);
    if (started.ok) await navigate({ to: '/jobs/$id', params: { id: started.value } });
  };
  return { isAsking, run };
}
