import { useRef } from 'react';
import { type CallId, callId } from '../../../shared/kernel/brand.ts';
import { joinedText } from '../../../shared/recipes/block-generate.ts';
import type { Block, Revision } from '../../../shared/records/records.ts';
import { useContinued } from '../../store/live.ts';
import type { BlockWork } from './block-work.ts';
import { useLiveText } from './live-text.ts';
import { growPieces, noPieces, type Pieces } from './markdown-pieces.ts';

type Shown = {
  readonly pieces: Pieces;
  readonly isLive: boolean;
  /** The text is written, and what it became is not on this device yet. */
  readonly isUnderWay: boolean;
};
/** The last live text of a call, and what the block pointed to when the first of it came. */
type Held = {
  readonly call: CallId;
  readonly text: string;
  readonly current: Block['current'];
  readonly suggestion: Block['suggestion'];
};

/**
 * What a block shows: its text, and while it is being written the live one. Between the end of a call and the arrival of its revision
 * the live text stays, so that nothing flickers or jumps.
 */
export function useShownText(block: Block, work: BlockWork, revision: Revision | null): Shown {
  const pieces = useRef(noPieces);
  const { text, ...rest } = useTextToShow(block, work, revision);
  pieces.current = growPieces(pieces.current, text);
  return { pieces: pieces.current, ...rest };
}

type TextToShow = Omit<Shown, 'pieces'> & { readonly text: string };

function useTextToShow(block: Block, work: BlockWork, revision: Revision | null): TextToShow {
  const call = work.type === 'running' ? callId(work.job.id, work.step.id, work.step.attempt) : null;
  const live = useLiveText(call);
  const continueFrom = useContinued(work.type === 'running' ? work.job : null);
  const held = useRef<Held | null>(null);
  const stored = revision?.text ?? '';
  if (call !== null && work.type === 'running') {
    if (live === '' || continueFrom === undefined) return { text: stored, isLive: false, isUnderWay: false };
    const text = joinedText({ continueFrom }, live);
    // Rows arrive one by one: the block may point to the result while its job still seems to run.
    const { current, suggestion } = held.current?.call === call ? held.current : block;
    held.current = { call, text, current, suggestion };
    return { text, isLive: true, isUnderWay: false };
  }
  if (held.current !== null && isUnderWay(held.current, block, work, revision)) {
    return { text: held.current.text, isLive: false, isUnderWay: true };
  }
  held.current = null;
  return { text: stored, isLive: false, isUnderWay: false };
}

/** The result is written somewhere, but its row or its revision is not here yet. */
function isUnderWay(held: Held, block: Block, work: BlockWork, revision: Revision | null): boolean {
  const isFinished = work.type === 'written' || (work.type === 'idle' && block.suggestion === held.suggestion);
  if (!isFinished || block.suggestion !== held.suggestion) return false;
  return block.current === held.current || (block.current !== null && revision?.id !== block.current);
}
