import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useImperativeHandle, useRef } from 'react';
import type { Block } from '../../../shared/records/records.ts';
import { useAct } from '../desk.tsx';
import { pressed } from '../keyboard/shortcuts.ts';
import { usePorts } from '../ports-context.tsx';
import { type SavedField, useSavedField } from '../saved-field.ts';
import { AutosizeText } from '../ui/autosize-text.tsx';
import { PromptTyped } from './prompt-typed.ts';

type PromptBoxProps = {
  readonly block: Block;
  readonly isBusy: boolean;
  readonly isFresh: boolean;
  /** The field, for what is asked of it from outside the box. */
  readonly field: RefObject<SavedField | null>;
  readonly onGenerate: () => Promise<void>;
  /** The block's buttons; they see through `PromptTyped` whether there is a prompt. */
  readonly children: ReactNode;
};

/** A block's prompt, saved as it is typed; Ctrl or ⌘ with Enter generates. */
export function PromptBox({ block, isBusy, isFresh, field, onGenerate, children }: PromptBoxProps) {
  const { actions } = usePorts();
  const act = useAct();
  const box = useRef<HTMLTextAreaElement>(null);
  const prompt = useSavedField(block.prompt, async (text, was) => (await act(actions.setPrompt(block.id, text, was))).ok, {
    aside: block.promptAside ?? null,
    leave: (saves) => ({ type: 'prompt', block: block.id, saves }),
  });
  useImperativeHandle(field, () => prompt);
  const isTyped = prompt.text.trim() !== '';
  const wasFresh = useRef(isFresh);
  useEffect(() => {
    if (wasFresh.current) box.current?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (pressed(event, 'leave')) box.current?.blur();
    if (!pressed(event, 'generate')) return;
    event.preventDefault();
    if (isTyped && !isBusy) void onGenerate();
  };
  return (
    <div className="prompt">
      <AutosizeText
        ref={box}
        label="Prompt"
        className="prompt-text"
        placeholder="What should this part say? For example: sum up the three biggest contributions, and what changed for users."
        maxLength={200_000}
        text={prompt.text}
        onText={prompt.onChange}
        onFocus={prompt.onFocus}
        onBlur={prompt.onBlur}
        onKeyDown={onKeyDown}
      />
      <PromptTyped value={isTyped}>{children}</PromptTyped>
    </div>
  );
}
