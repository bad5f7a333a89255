import './history.css';
import { Button } from '@mantine/core';
import type { Block, Revision } from '../../../../shared/records/records.ts';
import { undoMs } from '../../../ports.ts';
import { useRevisions } from '../../../store/live.ts';
import { saveAll, useAct, useDesk } from '../../desk.tsx';
import { agoInWords, exactTime } from '../../numbers.ts';
import { usePorts } from '../../ports-context.tsx';
import { useScene } from '../scene.tsx';
import { writerInWords } from './history-words.ts';

/** Every text that a block has or had, the newest first: the panel's content. */
export function History({ block }: { readonly block: Block }) {
  const revisions = useRevisions(block.id);
  if (revisions === undefined) return null;
  return (
    // biome-ignore lint/a11y/noRedundantRoles: without its marks, a list is not announced as one by every browser
    <ul className="history" role="list">
      {revisions.map((revision) => (
        <RevisionRow key={revision.id} block={block} revision={revision} />
      ))}
    </ul>
  );
}

function RevisionRow({ block, revision }: { readonly block: Block; readonly revision: Revision }) {
  const { clock } = usePorts();
  const { nameOfModel } = useScene();
  const restore = useRestore(block);
  return (
    <li className="revision">
      <p className="revision-who">{writerInWords(revision, nameOfModel)}</p>
      <p className="revision-when" title={exactTime(revision.createdAt)}>
        {agoInWords(revision.createdAt, clock.now())}
      </p>
      {block.current === revision.id ? (
        <p className="revision-current">Current text</p>
      ) : (
        <Button size="compact-sm" variant="light" onClick={() => void restore(revision)}>
          Restore
        </Button>
      )}
    </li>
  );
}

/** Makes an earlier text the current one; Undo brings back what stood before. */
function useRestore(block: Block): (revision: Revision) => Promise<void> {
  const { actions } = usePorts();
  const desk = useDesk();
  const act = useAct();
  return async (revision) => {
    await saveAll(desk);
    const chosen = await act(actions.chooseRevision(block.id, revision.id));
    if (!chosen.ok) return;
    const before = chosen.value;
    const undo = before === null ? null : { label: 'Undo', run: () => void act(actions.chooseRevision(block.id, before)) };
    desk.toasts.show({ tone: 'plain', text: 'The earlier text is back.', ...(undo && { action: undo }), lastsMs: undoMs });
  };
}
