import { useEffect } from 'react';
import type { Job } from '../../../shared/engine/job.ts';
import { type Deletion, undoMs } from '../../ports.ts';
import { useActiveJobs, useDeletions } from '../../store/live.ts';
import { useAct, useDesk } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import { deletionInWords } from './deletion-words.ts';

const none: readonly Job[] = [];

/** How long after a deletion's time, or a try that failed, it is done. */
const againMs = 250;

/** What is being deleted, in every tab, with the way back; does each deletion when its time is over. */
export function DeletionToasts() {
  const deletions = useDeletions();
  const jobs = useActiveJobs() ?? none;
  useFinishing(deletions?.[0]?.until ?? null);
  return deletions?.map((deletion) => (
    <DeletionToast
      key={deletion.id}
      deletion={deletion}
      jobs={deletion.type === 'document' ? jobs.filter((job) => job.documentId === deletion.id) : none}
    />
  ));
}

function DeletionToast({ deletion, jobs }: { readonly deletion: Deletion; readonly jobs: readonly Job[] }) {
  const { actions } = usePorts();
  const { arrivals, toasts } = useDesk();
  const act = useAct();
  const text = deletionInWords(deletion, jobs);
  useEffect(() => {
    const undo = () => {
      arrivals.add(deletion.id);
      void act(actions.undoDeletion(deletion.id));
    };
    // It lasts as long as the deletion's row, whose time is the same in every tab.
    toasts.show({ id: deletion.id, tone: 'plain', text, action: { label: 'Undo', run: undo }, lastsMs: null });
  }, [text, deletion.id, actions, act, toasts, arrivals]);
  useEffect(() => () => toasts.close(deletion.id), [toasts, deletion.id]);
  return null;
}

/** `next`: when the first of them is over, by the clock that it was begun with. */
function useFinishing(next: number | null): void {
  const { actions, clock, sleep } = usePorts();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new time is the only reason to wait anew
  useEffect(() => {
    if (next === null) return;
    const life = new AbortController();
    const finish = async () => {
      while (!life.signal.aborted) {
        // Never longer than a deletion can last, whatever happened to the clock; again if the device could not do it.
        await sleep(Math.min(undoMs, Math.max(againMs, next - clock.now())), life.signal).catch(() => {});
        if (!life.signal.aborted) await actions.finishDeletions();
      }
    };
    void finish();
    return () => life.abort();
  }, [next]);
}
