import { Button } from '@mantine/core';
import type { RefObject } from 'react';
import type { Block } from '../../../shared/records/records.ts';
import { undoMs } from '../../ports.ts';
import { useRevision } from '../../store/live.ts';
import { useAct, useDesk } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import { type Typing, textFromElsewhere } from './elsewhere.ts';
import { usePanel } from './panel-state.ts';

/** What the open editor of a block can be asked for from outside it. */
export type Editor = {
  /** Saves what stands in it, typed or not; resolves to whether it could. */
  readonly keep: () => Promise<boolean>;
  /** Saves what was typed, and closes; resolves to whether it could. */
  readonly close: () => Promise<boolean>;
};

type ElsewhereNoticeProps = {
  readonly block: Block;
  /** Null while nobody types here. */
  readonly typing: Typing | null;
  readonly editor: RefObject<Editor | null>;
};

/** Says that the block was also changed elsewhere at the same time. Both texts are kept; one of them has to stand. */
export function ElsewhereNotice({ block, typing, editor }: ElsewhereNoticeProps) {
  const { actions } = usePorts();
  const { toasts } = useDesk();
  const act = useAct();
  const { show } = usePanel();
  const other = textFromElsewhere(block, typing);
  const by = useRevision(other)?.by.type ?? 'person';
  if (other === null) return null;
  const keep = async () => {
    if ((await editor.current?.keep()) === false) return;
    await act(actions.dismissAside(block.id, other));
  };
  const use = async () => {
    if ((await editor.current?.close()) === false) return;
    const chosen = await act(actions.chooseRevision(block.id, other));
    if (!chosen.ok) return;
    const mine = chosen.value === other ? block.aside : chosen.value;
    if (mine !== null) await act(actions.dismissAside(block.id, mine));
    const undo = mine === null ? null : () => void act(actions.chooseRevision(block.id, mine));
    toasts.show({
      tone: 'plain',
      text: 'The other text stands now.',
      ...(undo && { action: { label: 'Undo', run: undo } }),
      lastsMs: undoMs,
    });
  };
  return (
    <div className="aside-notice" role="status">
      <p>{by === 'job' ? writtenMeanwhile : changedElsewhere}</p>
      <div className="suggestion-bar">
        <Button size="compact-sm" variant="default" onClick={() => void keep()}>
          {typing === null ? 'Keep this one' : 'Keep mine'}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => void use()}>
          {typing === null ? 'Use the other' : 'Use theirs'}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => show({ type: 'history', block: block.id })}>
          See it in History
        </Button>
      </div>
    </div>
  );
}

const changedElsewhere = 'This block was also changed in another tab or on another device. Both texts are kept.';
const writtenMeanwhile = 'A new text was written while you had this one open. Both are kept.';
