import { Button } from '@mantine/core';
import { useState } from 'react';
import type { RevisionId } from '../../../shared/kernel/brand.ts';
import type { Block } from '../../../shared/records/records.ts';
import { undoMs } from '../../ports.ts';
import { useReadSuggestion, useRevision } from '../../store/live.ts';
import { saveAll, useAct, useDesk } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import { LateFailure } from '../ui/late-failure.tsx';
import { latePart } from '../ui/late-part.tsx';
import { mergeIsMissing } from '../ui/late-words.ts';
import { BlockText } from './block-text.tsx';
import { growPieces, noPieces } from './markdown-pieces.ts';

const Difference = latePart(
  async () => (await import('./difference/difference-view.tsx')).Difference,
  ({ after }, trial) => (
    <>
      <AsItReads text={after} />
      <LateFailure trial={trial} />
    </>
  ),
  ({ after }) => <AsItReads text={after} />,
);

/** A merge that a person has to finish: the text with both versions in it, marked, and the suggestion that it settles. */
export type OpenMerge = { readonly text: string; readonly suggestion: RevisionId };

type SuggestionProps = {
  readonly block: Block;
  readonly number: number;
  readonly isEditing: boolean;
  /** The texts differ in the same places: the person decides in the editor. */
  readonly onMerge: (merge: OpenMerge) => void;
};

/** A job's result that waits beside the person's own text (J10). */
export function Suggestion({ block, number, isEditing, onMerge }: SuggestionProps) {
  const revision = useRevision(block.suggestion);
  const mine = useRevision(block.current);
  const [isPlain, setPlain] = useState(false);
  const decide = useDecision(block, onMerge);
  if (block.suggestion === null || !revision || revision.id !== block.suggestion) return null;
  const { id, text } = revision;
  return (
    <section className="suggestion" aria-label={`Suggestion for block ${number}`}>
      <p className="suggestion-why">
        You changed this block while it was being written. Your text stands; this is what came back
        {isPlain ? '.' : ', compared with yours.'}
      </p>
      {isPlain || !mine ? (
        <AsItReads text={text} />
      ) : (
        <div className="suggestion-difference">
          <Difference before={mine.text} after={text} sameSays="Nothing differs from your text." />
        </div>
      )}
      <div className="suggestion-bar">
        <Button size="compact-sm" onClick={() => void decide.accept(id)}>
          Accept
        </Button>
        <Button
          size="compact-sm"
          variant="light"
          disabled={isEditing}
          title={isEditing ? 'Press Done first' : 'Takes in what changed on either side'}
          onClick={() => void decide.merge()}
        >
          Merge
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => void decide.discard(id)}>
          Discard
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setPlain(!isPlain)}>
          {isPlain ? 'Show what differs' : 'Show as it reads'}
        </Button>
      </div>
    </section>
  );
}

function AsItReads({ text }: { readonly text: string }) {
  return <BlockText pieces={growPieces(noPieces, text)} isLive={false} />;
}

/** What a person may decide about a suggestion; each can be undone. */
function useDecision({ id: block }: Block, onMerge: SuggestionProps['onMerge']) {
  const { actions } = usePorts();
  const desk = useDesk();
  const act = useAct();
  const readSuggestion = useReadSuggestion();
  const tell = (text: string, undo: () => Promise<unknown>) =>
    desk.toasts.show({ tone: 'plain', text, action: { label: 'Undo', run: () => void undo() }, lastsMs: undoMs });
  const tellLate = () => desk.toasts.show({ tone: 'failed', text: mergeIsMissing, lastsMs: null });
  const bringBack = async (before: RevisionId | null, suggestion: RevisionId) => {
    if (before !== null) await act(actions.chooseRevision(block, before));
    await act(actions.restoreSuggestion(block, suggestion));
  };
  return {
    accept: async (suggestion: RevisionId) => {
      await saveAll(desk);
      const chosen = await act(actions.chooseRevision(block, suggestion));
      if (chosen.ok) tell('The suggestion is your text now.', () => bringBack(chosen.value, suggestion));
    },
    discard: async (suggestion: RevisionId) => {
      const done = await act(actions.discardSuggestion(block, suggestion));
      if (done.ok) tell('The suggestion is discarded.', () => act(actions.restoreSuggestion(block, suggestion)));
    },
    merge: async () => {
      const { mergeTexts } = await import('./difference/merge.ts').catch(() => ({ mergeTexts: null }));
      if (mergeTexts === null) return tellLate();
      const { mine, theirs, anchor } = await readSuggestion(block);
      if (theirs === null) return;
      const texts = { anchor: anchor?.text ?? '', mine: mine?.text ?? '', theirs: theirs.text };
      const { text, places } = mergeTexts(texts);
      if (places > 0) return onMerge({ text, suggestion: theirs.id });
      const merged = { basedOn: mine?.id ?? null, suggestion: theirs.id, text };
      const saved = await act(actions.saveMerged(block, merged));
      if (saved.ok) tell('The two texts are merged.', () => bringBack(saved.value, theirs.id));
    },
  };
}
