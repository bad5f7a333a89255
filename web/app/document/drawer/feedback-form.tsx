import { Button } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { maxFeedbackChars } from '../../../../shared/recipes/kinds.ts';
import type { Block } from '../../../../shared/records/records.ts';
import { settle, useAct, useDesk } from '../../desk.tsx';
import { usePorts } from '../../ports-context.tsx';
import { AutosizeText } from '../../ui/autosize-text.tsx';

type FeedbackFormProps = {
  readonly block: Block;
  /** Another job writes the block (J10). */
  readonly isBusy: boolean;
  /** Changes when the person asks for the box: it takes the focus. */
  readonly wanted: object | null;
};

/** Where a person says what should change. What is typed and not sent is there again when the panel is opened anew. */
export function FeedbackForm({ block, isBusy, wanted }: FeedbackFormProps) {
  const { actions } = usePorts();
  const desk = useDesk();
  const act = useAct();
  const [text, setText] = useDraft(`meanwhile-feedback-${block.id}`);
  const [isAsking, setAsking] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (wanted === null) return;
    // After the panel around it has taken the focus.
    const frame = requestAnimationFrame(() => box.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, [wanted]);
  const canSend = text.trim() !== '' && !isBusy && !isAsking;
  const send = async () => {
    if (!canSend) return;
    setAsking(true);
    await settle(desk);
    const asked = await act(actions.refine(block.id, text));
    setAsking(false);
    if (asked.ok) setText('');
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void send();
  };
  return (
    <form className="feedback" onSubmit={onSubmit}>
      <AutosizeText
        ref={box}
        label="Feedback"
        className="input feedback-text"
        placeholder="What should change? For example: shorter, and begin with what users notice."
        maxLength={maxFeedbackChars}
        text={text}
        onText={setText}
        onKeyDown={onKeyDown}
      />
      <div className="feedback-bar">
        <span className="note">{isBusy ? 'The block is being written.' : 'Ctrl + Enter'}</span>
        <Button type="submit" size="compact-sm" disabled={!canSend}>
          Send
        </Button>
      </div>
    </form>
  );
}

/** A text that this tab keeps until it is sent. */
function useDraft(key: string): readonly [string, (text: string) => void] {
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? '');
  const keep = (next: string) => {
    setText(next);
    if (next === '') sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, next);
  };
  return [text, keep];
}
