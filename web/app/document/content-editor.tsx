import { Button } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { BlockId } from '../../../shared/kernel/brand.ts';
import type { Revision } from '../../../shared/records/records.ts';
import type { Sitting } from '../../ports.ts';
import { useAct, useDesk } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import { type SavedField, useSavedField } from '../saved-field.ts';
import { AutosizeText } from '../ui/autosize-text.tsx';

type ContentEditorProps = {
  readonly block: BlockId;
  /** The revision that the person sees and goes on from; null for an empty block. */
  readonly base: Revision | null;
  readonly onDone: () => void;
};

/** A person's turn of writing into a block. It begins with the text as it was, and nothing from elsewhere replaces it meanwhile. */
export function ContentEditor({ block, base, onDone }: ContentEditorProps) {
  const { actions } = usePorts();
  const act = useAct();
  const [start] = useState(base);
  const sitting = useRef<Sitting | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    sitting.current ??= actions.beginSitting(block, start?.id ?? null);
    box.current?.focus();
  }, [actions, block, start]);
  const field = useSavedField(start?.text ?? '', async (typed) => {
    sitting.current ??= actions.beginSitting(block, start?.id ?? null);
    return (await act(actions.saveText(sitting.current, typed))).ok;
  });
  useAppending(block, field);
  const done = async () => {
    await field.flush();
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') void done();
  };
  return (
    <div className="content">
      <AutosizeText
        ref={box}
        label="Content"
        className="content-text"
        placeholder="Write in Markdown"
        maxLength={1_000_000}
        text={field.text}
        onText={field.onChange}
        onFocus={field.onFocus}
        onBlur={field.onBlur}
        onKeyDown={onKeyDown}
      />
      <div className="content-bar">
        <Button size="compact-sm" onClick={() => void done()}>
          Done
        </Button>
        <span className="note">Saved as you type</span>
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
