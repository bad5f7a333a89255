import { Button } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { RevisionId } from '../../../../shared/kernel/brand.ts';
import type { Block } from '../../../../shared/records/records.ts';
import { undoMs } from '../../../ports.ts';
import { type RevisionHead, useRevision } from '../../../store/live.ts';
import { saveAll, useAct, useDesk } from '../../desk.tsx';
import { agoInWords, counted, exactTime } from '../../numbers.ts';
import { usePorts } from '../../ports-context.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Difference } from '../difference/difference-view.tsx';
import { useScene } from '../scene.tsx';
import { placeInWords, writerInWords } from './history-words.ts';

type RevisionRowProps = { readonly block: Block; readonly revision: RevisionHead };

/** One text: who or what wrote it and when; opened, what it changed. */
export function RevisionRow({ block, revision }: RevisionRowProps) {
  const { clock } = usePorts();
  const { nameOfModel } = useScene();
  const [isOpen, setOpen] = useState(false);
  const restore = useRestore(block);
  const bodyId = useId();
  const place = placeInWords(block, revision);
  return (
    <li className="revision">
      <button
        type="button"
        className="revision-head"
        aria-expanded={isOpen}
        aria-controls={isOpen ? bodyId : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        <IconChevronRight className="revision-chevron" size={16} aria-hidden="true" />
        <span className="revision-who">{writerInWords(revision, nameOfModel)}</span>
        <span className="revision-when" title={exactTime(revision.createdAt)}>
          {agoInWords(revision.createdAt, clock.now())} · {counted(revision.words, 'word')}
        </span>
        {place !== null && <span className="revision-place">{place}</span>}
      </button>
      {revision.by.type === 'job' && revision.by.feedback !== undefined && (
        <blockquote className="revision-feedback">{revision.by.feedback}</blockquote>
      )}
      {isOpen && (
        <div id={bodyId} className="revision-body">
          <Compared block={block} revision={revision} />
        </div>
      )}
      {block.current !== revision.id && (
        <Button size="compact-sm" variant="light" onClick={() => void restore(revision.id)}>
          Restore
        </Button>
      )}
    </li>
  );
}

/** The text beside the one that it was made from, or beside the current one. */
function Compared({ block, revision }: RevisionRowProps) {
  const [against, setAgainst] = useState<'before' | 'current'>('before');
  const text = useRevision(revision.id)?.text;
  const other = useRevision(against === 'before' ? revision.basedOn : block.current);
  const isCurrent = block.current === revision.id;
  if (text === undefined || other === undefined) return null;
  const otherText = other?.text ?? '';
  return (
    <>
      {!isCurrent && <RadioGroup name="Compared with" value={against} choices={comparisons} onChoose={setAgainst} />}
      {against === 'before' || isCurrent ? (
        <Difference before={otherText} after={text} sameSays="Nothing differs from the text before it." />
      ) : (
        <Difference before={text} after={otherText} sameSays="Nothing differs from the current text." />
      )}
    </>
  );
}

const comparisons = [
  { value: 'before', label: 'The text before it' },
  { value: 'current', label: 'The current text' },
] as const;

/** Makes an earlier text the current one; Undo brings back what stood before. */
function useRestore(block: Block): (revision: RevisionId) => Promise<void> {
  const { actions } = usePorts();
  const desk = useDesk();
  const act = useAct();
  return async (revision) => {
    await saveAll(desk);
    const chosen = await act(actions.chooseRevision(block.id, revision));
    if (!chosen.ok) return;
    const before = chosen.value;
    const undo = before === null ? null : { label: 'Undo', run: () => void act(actions.chooseRevision(block.id, before)) };
    desk.toasts.show({ tone: 'plain', text: 'The earlier text is back.', ...(undo && { action: undo }), lastsMs: undoMs });
  };
}
