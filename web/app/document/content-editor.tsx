import { Button } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { BlockId } from '../../../shared/kernel/brand.ts';
import type { Sitting } from '../../ports.ts';
import { useAct } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import { useSavedField } from '../saved-field.ts';
import { AutosizeText } from '../ui/autosize-text.tsx';

type ContentEditorProps = { readonly block: BlockId; readonly text: string; readonly onDone: () => void };

/** A person's turn of writing into a block. It begins with the text as it was, and nothing from elsewhere replaces it meanwhile. */
export function ContentEditor({ block, text, onDone }: ContentEditorProps) {
  const { actions } = usePorts();
  const act = useAct();
  const [startingText] = useState(text);
  const sitting = useRef<Promise<Sitting> | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    sitting.current ??= actions.beginSitting(block);
    box.current?.focus();
  }, [actions, block]);
  const field = useSavedField(startingText, async (typed) => {
    sitting.current ??= actions.beginSitting(block);
    return (await act(actions.saveText(await sitting.current, typed))).ok;
  });
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
