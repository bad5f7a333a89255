import { useEffect } from 'react';
import type { BlockId, JobId } from '../../../shared/kernel/brand.ts';
import type { Block, Revision } from '../../../shared/records/records.ts';
import type { Notice } from '../../../shared/sync/device-store.ts';
import { useBlocks, useJob, useNotices, useRevision } from '../../store/live.ts';
import { useAct, useDesk } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';

/** Tells that a cancel came after the job's end, and offers to take the result back while nobody has touched it (J6). */
export function TooLateNotices() {
  const notices = useNotices() ?? [];
  const first = notices[0];
  return first === undefined ? null : <TooLate key={first.id} notice={first} />;
}

function TooLate({ notice }: { readonly notice: Notice }) {
  const job = useJob(notice.jobId);
  if (job === undefined) return null;
  const target = job?.targets.length === 1 ? job.targets[0] : undefined;
  if (job === null || target === undefined) return <Told notice={notice} undo={null} />;
  return <WithBlock notice={notice} documentId={job.documentId} block={target} />;
}

type WithBlockProps = { readonly notice: Notice; readonly documentId: Block['documentId']; readonly block: BlockId };

function WithBlock({ notice, documentId, block: id }: WithBlockProps) {
  const { actions } = usePorts();
  const act = useAct();
  const blocks = useBlocks(documentId);
  const block = blocks?.find((each) => each.id === id);
  const revision = useRevision(block?.current ?? null);
  if (blocks === undefined || revision === undefined) return null;
  if (block === undefined || revision === null || !isUntouched(revision, notice.jobId))
    return <Told notice={notice} undo={null} />;
  const { basedOn } = revision;
  const undo = async () => {
    if (basedOn !== null) await act(actions.chooseRevision(id, basedOn));
    else await act(actions.saveText(actions.beginSitting(id, revision.id), ''));
  };
  return <Told notice={notice} undo={() => void undo()} />;
}

const isUntouched = (revision: Revision, job: JobId): boolean => revision.by.type === 'job' && revision.by.jobId === job;

function Told({ notice, undo }: { readonly notice: Notice; readonly undo: (() => void) | null }) {
  const { actions } = usePorts();
  const { toasts } = useDesk();
  // Told once: what Undo meant when it was shown is what it does, even if the rows move on.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a notice is shown once
  useEffect(() => {
    const action = undo === null ? {} : { action: { label: 'Undo', run: undo } };
    toasts.show({ tone: 'plain', text: 'Finished before your cancel arrived.', lastsMs: 20_000, ...action });
    void actions.dismissNotice(notice.id);
  }, [notice.id]);
  return null;
}
