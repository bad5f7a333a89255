import { useRef, useState } from 'react';
import type { RevisionId } from '../../../shared/kernel/brand.ts';
import type { Block } from '../../../shared/records/records.ts';
import { useOwnIsShown, useRevision } from '../../store/live.ts';
import { settle, useAct, useDesk } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import type { SavedField } from '../saved-field.ts';
import { BlockBar } from './block-bar.tsx';
import { BlockStatus } from './block-status.tsx';
import { BlockText } from './block-text.tsx';
import { isBusy, workOf } from './block-work.ts';
import { ContentEditor } from './content-editor.tsx';
import { type Editor, ElsewhereNotice } from './elsewhere-notice.tsx';
import { type Follow, useFollowEnd } from './follow-end.ts';
import { wordsOf } from './markdown-pieces.ts';
import { PromptBox } from './prompt-box.tsx';
import { useScene } from './scene.tsx';
import { useShownText } from './shown-text.ts';
import { type OpenMerge, Suggestion } from './suggestion.tsx';
import { WordsAside } from './words-aside.tsx';

type BlockGroupProps = {
  readonly block: Block;
  readonly number: number;
  readonly count: number;
  /** Just added here: takes the focus. */
  readonly isFresh: boolean;
  readonly follow: Follow;
};

/** A block, and beside it what waits for a decision about it. */
export function BlockGroup({ block, number, count, isFresh, follow }: BlockGroupProps) {
  const { jobs, around } = useScene();
  const work = workOf(block.id, jobs, around);
  const revision = useRevision(block.current) ?? null;
  const shown = useShownText(block, work, revision);
  const [editing, setEditing] = useState<{ readonly merge: OpenMerge | null } | null>(null);
  const isEditing = editing !== null;
  const start = useRef<RevisionId | null>(null);
  const turns = useRef<readonly RevisionId[]>([]);
  const editor = useRef<Editor | null>(null);
  // An editor begins with the text that the reader sees, so not before that has come from the device's copy, with all that this tab has
  // put there itself. Once open it stays: each save of its own makes the block point to a revision that has yet to come, too.
  const isOpen = useRef(false);
  const wasOpen = isOpen.current;
  const isLoaded = useOwnIsShown(block, revision, isEditing && !wasOpen) && !shown.isUnderWay;
  isOpen.current = isEditing && (wasOpen || isLoaded);
  if (isOpen.current && !wasOpen) {
    start.current = revision?.id ?? null;
    turns.current = [];
  }
  const prompt = useRef<SavedField | null>(null);
  const [isAsking, setAsking] = useState(false);
  const end = useRef<HTMLDivElement>(null);
  const isBelow = useFollowEnd(end, shown.pieces.text, shown.isLive ? follow : 'no');
  const { actions } = usePorts();
  const desk = useDesk();
  const act = useAct();
  const generate = async () => {
    setAsking(true);
    // What is generated from is the prompt that this person sees, whatever another tab has put in its place meanwhile.
    await prompt.current?.insist();
    await settle(desk);
    await act(actions.generate(block.id));
    setAsking(false);
  };
  const busy = isAsking || isBusy(work);
  const bar = (
    <BlockBar
      block={block}
      number={number}
      count={count}
      isBusy={busy}
      isFresh={isFresh && block.kind === 'text'}
      isEditing={isEditing}
      text={shown.pieces.text}
      onGenerate={generate}
      onEdit={() => setEditing({ merge: null })}
    />
  );
  return (
    <div className="block-group">
      <article className="block" aria-label={`Block ${number}`} data-kind={block.kind} data-work={work.type}>
        {block.kind === 'prompt' && (
          <PromptBox block={block} isBusy={busy} isFresh={isFresh} field={prompt} onGenerate={generate}>
            {bar}
          </PromptBox>
        )}
        {block.kind === 'text' && !isEditing && shown.pieces.text === '' && <p className="text-empty">Nothing written yet.</p>}
        {isOpen.current ? (
          <ContentEditor
            block={block.id}
            base={revision}
            merge={editing?.merge ?? null}
            turns={turns}
            handle={editor}
            onDone={() => setEditing(null)}
          />
        ) : (
          <BlockText pieces={shown.pieces} isLive={shown.isLive} />
        )}
        <BlockStatus
          block={block}
          work={work}
          revision={revision}
          words={shown.isLive ? wordsOf(shown.pieces) : 0}
          onRunAgain={generate}
        />
        {block.kind === 'text' && bar}
        <div ref={end} className="block-end" />
      </article>
      {isBelow && (
        <button type="button" className="jump-pill" onClick={() => end.current?.scrollIntoView({ block: 'end' })}>
          Jump to the newest
        </button>
      )}
      <WordsAside
        what="prompt"
        stored={block.prompt}
        aside={block.promptAside}
        field={prompt}
        onDecided={() => act(actions.dismissPromptAside(block.id))}
      />
      <ElsewhereNotice
        block={block}
        typing={isOpen.current ? { start: start.current, turns: turns.current } : null}
        editor={editor}
      />
      <Suggestion block={block} number={number} isEditing={isEditing} onMerge={(merge) => setEditing({ merge })} />
    </div>
  );
}
