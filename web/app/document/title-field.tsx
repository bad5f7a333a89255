import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { Document } from '../../../shared/records/records.ts';
import { titleArrival, useAct, useDesk } from '../desk.tsx';
import { pressed } from '../keyboard/shortcuts.ts';
import { usePorts } from '../ports-context.tsx';
import { useSavedField } from '../saved-field.ts';
import { AutosizeText } from '../ui/autosize-text.tsx';
import { WordsAside } from './words-aside.tsx';

/** The document's title; a new document begins here. `isNew` is null until its blocks are read. */
export function TitleField({ document, isNew }: { readonly document: Document; readonly isNew: boolean | null }) {
  const { actions } = usePorts();
  const { arrivals } = useDesk();
  const act = useAct();
  const field = useRef<HTMLTextAreaElement>(null);
  const title = useSavedField(
    document.title,
    async (text, was) => (await act(actions.renameDocument(document.id, text, was))).ok,
    { aside: document.titleAside ?? null, leave: (saves) => ({ type: 'title', document: document.id, saves }) },
  );
  const isDecided = useRef(false);
  useEffect(() => {
    if (isNew === null || isDecided.current) return;
    isDecided.current = true;
    const isArrival = arrivals.delete(titleArrival(document.id));
    if (isNew || isArrival) field.current?.focus();
  }, [isNew, arrivals, document.id]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (pressed(event, 'leave')) field.current?.blur();
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const prompt = field.current?.closest('.document-column')?.querySelector<HTMLElement>('textarea[aria-label="Prompt"]');
    if (prompt) prompt.focus();
    else field.current?.blur();
  };
  return (
    <>
      <title>{`${title.text || 'Untitled'} · Meanwhile`}</title>
      <h1 className="hidden print-title">{title.text || 'Untitled'}</h1>
      <AutosizeText
        ref={field}
        label="Title"
        className="title-field"
        placeholder="Untitled"
        maxLength={500}
        text={title.text}
        onText={(text) => title.onChange(text.replace(/\s*\n\s*/g, ' '))}
        onFocus={title.onFocus}
        onBlur={title.onBlur}
        onKeyDown={onKeyDown}
      />
      <WordsAside
        what="title"
        stored={document.title}
        aside={document.titleAside}
        field={{ current: title }}
        onDecided={() => act(actions.dismissTitleAside(document.id))}
      />
    </>
  );
}
