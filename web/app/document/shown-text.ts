import { useRef } from 'react';
import { type CallId, callId, type RevisionId } from '../../../shared/kernel/brand.ts';
import { joinedText } from '../../../shared/recipes/block-generate.ts';
import type { Block, Revision } from '../../../shared/records/records.ts';
import { resultRevision } from '../../../shared/sync/apply-result.ts';
import { useContinued } from '../../store/live-continued.ts';
import type { BlockWork } from './block-work.ts';
import { useLiveText } from './live-text.ts';
import { growPieces, noPieces, type Pieces } from './markdown-pieces.ts';

type Shown = {
  readonly pieces: Pieces;
  readonly isLive: boolean;
  /** The text is written, and what it became is not on this device yet. */
  readonly isUnderWay: boolean;
};
/** The last live text of a call, what it will become, and what the block pointed to when the first of it came. */
type Held = {
  readonly call: CallId;
  readonly text: string;
  readonly result: RevisionId;
  readonly current: Block['current'];
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
    const { current } = held.current?.call === call ? held.current : block;
    held.current = { call, text, result: resultRevision(work.job.id, block.id), current };
    return { text, isLive: true, isUnderWay: false };
  }
  if (held.current !== null && isUnderWay(held.current, block, work, revision)) {
    return { text: held.current.text, isLive: false, isUnderWay: true };
  }
  held.current = null;
  return { text: stored, isLive: false, isUnderWay: false };
}

/**
 * The job has written its result, but not all of its rows are here yet. The result's id is known beforehand, so its arrival is seen
 * whatever came first: as the block's text, as a suggestion, or not at all because a person's words came between.
 */
function isUnderWay({ result, current }: Held, block: Block, work: BlockWork, revision: Revision | null): boolean {
  if (work.type !== 'written' && work.type !== 'idle') return false;
  if (block.current === result) return revision?.id !== result;
  return block.suggestion !== result && block.current === current;
}
