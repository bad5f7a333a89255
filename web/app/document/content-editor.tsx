import { Button } from '@mantine/core';
import { type KeyboardEvent, type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { BlockId, RevisionId } from '../../../shared/kernel/brand.ts';
import type { Revision } from '../../../shared/records/records.ts';
import { useAct, useDesk } from '../desk.tsx';
import { pressed } from '../keyboard/shortcuts.ts';
import { usePorts } from '../ports-context.tsx';
import { type SavedField, useSavedField } from '../saved-field.ts';
import { AutosizeText } from '../ui/autosize-text.tsx';
import { placesIn } from './difference/places.ts';
import type { Editor } from './elsewhere-notice.tsx';
import { MergeBar } from './merge-bar.tsx';
import type { OpenMerge } from './suggestion.tsx';
import { useTypingTurn } from './typing-turn.ts';

type ContentEditorProps = {
  readonly block: BlockId;
  /** The revision that the person sees and goes on from; null for an empty block. */
  readonly base: Revision | null;
  /** A merge to be finished here, which is what the editor then begins with. */
  readonly merge: OpenMerge | null;
  /** Told of every turn of typing. */
  readonly turns: RefObject<readonly RevisionId[]>;
  readonly handle: RefObject<Editor | null>;
  readonly onDone: () => void;
};

/** A person's turns of writing into a block. It begins with the text as it was, and nothing from elsewhere replaces it meanwhile. */
export function ContentEditor({ block, base, merge, turns, handle, onDone }: ContentEditorProps) {
  const { actions } = usePorts();
  const act = useAct();
  const [start] = useState(base);
  const turn = useTypingTurn(block, start?.id ?? null, turns);
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => box.current?.focus(), []);
  const field = useSavedField(merge?.text ?? start?.text ?? '', turn.save, { leave: turn.leave });
  useAppending(block, field);
  // What could not be saved stays where a person sees it, and is tried again.
  const close = async () => {
    const isSaved = await field.flush();
    if (isSaved) onDone();
    return isSaved;
  };
  useImperativeHandle(handle, () => ({
    keep: async () => {
      await field.flush();
      return turn.save(field.text);
    },
    close,
  }));
  const done = async () => {
    const isMerged = merge !== null && placesIn(field.text).length === 0;
    if ((await field.flush()) && isMerged) await act(actions.discardSuggestion(block, merge.suggestion));
    await close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (pressed(event, 'leave')) void done();
  };
  return (
    <div className="content">
      {merge !== null && <MergeBar box={box} text={field.text} onText={field.onChange} />}
      <AutosizeText
        ref={box}
        label="Content"
        className="content-text"
        placeholder="Write in Markdown"
        maxLength={1_000_000}
        text={field.text}
        onText={field.onChange}
        onFocus={field.onFocus}
        onBlur={() => {
          void field.onBlur().then(turn.end);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="content-bar">
        <Button size="compact-sm" onClick={() => void done()}>
          Done
        </Button>
        <span className="note">{merge === null ? 'Saved as you type' : 'Saved as soon as you change it'}</span>
      </div>
    </div>
  );
}

/** Lets other parts of the page put a text at the end of what is being typed here. */
function useAppending(block: BlockId, field: SavedField): void {
  const { editors } = useDesk();
  const latest = useRef(field);
  latest.current = field;
  useEffect(() => {
    editors.set(block, (added) => {
      const before = latest.current.text;
      const after = before.trim() === '' ? added : `${before.trimEnd()}\n\n${added}\n`;
      latest.current.onChange(after);
      return () => {
        const isAsLeft = latest.current.text === after;
        if (isAsLeft) latest.current.onChange(before);
        return isAsLeft;
      };
    });
    return () => {
      editors.delete(block);
    };
  }, [editors, block]);
}
