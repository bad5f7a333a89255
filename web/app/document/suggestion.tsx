import { Button } from '@mantine/core';
import type { Block } from '../../../shared/records/records.ts';
import { undoMs } from '../../ports.ts';
import { useRevision } from '../../store/live.ts';
import { useAct, useDesk } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import { BlockText } from './block-text.tsx';
import { growPieces, noPieces } from './markdown-pieces.ts';

/** A job's result that waits beside the person's own text (J10). */
export function Suggestion({ block, number }: { readonly block: Block; readonly number: number }) {
  const { actions } = usePorts();
  const { toasts } = useDesk();
  const act = useAct();
  const revision = useRevision(block.suggestion);
  if (block.suggestion === null || !revision || revision.id !== block.suggestion) return null;
  const { id } = revision;
  const discard = async () => {
    const done = await act(actions.discardSuggestion(block.id, id));
    if (!done.ok) return;
    const undo = { label: 'Undo', run: () => void act(actions.restoreSuggestion(block.id, id)) };
    toasts.show({ tone: 'plain', text: 'The suggestion is discarded.', action: undo, lastsMs: undoMs });
  };
  return (
    <section className="suggestion" aria-label={`Suggestion for block ${number}`}>
      <p className="suggestion-why">
        You changed this block while it was being written. Your text stands; this is what came back.
      </p>
      <BlockText pieces={growPieces(noPieces, revision.text)} isLive={false} />
      <div className="suggestion-bar">
        <Button size="compact-sm" onClick={() => void act(actions.chooseRevision(block.id, id))}>
          Accept
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => void discard()}>
          Discard
        </Button>
      </div>
    </section>
  );
}

/** Another text of a person came at the same time; one of the two had to stand. */
export function AsideNotice({ block }: { readonly block: Block }) {
  const { actions } = usePorts();
  const act = useAct();
  const { aside } = block;
  if (aside === null) return null;
  return (
    <div className="suggestion" role="status">
      <p className="suggestion-why">This block was also changed elsewhere at the same time. Both texts are kept.</p>
      <div className="suggestion-bar">
        <Button size="compact-sm" variant="light" onClick={() => void act(actions.chooseRevision(block.id, aside))}>
          Use the other text
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => void act(actions.dismissAside(block.id, aside))}>
          Keep this one
        </Button>
      </div>
    </div>
  );
}
