import { useRef } from 'react';
import { callId } from '../../../shared/kernel/brand.ts';
import type { Block, Revision } from '../../../shared/records/records.ts';
import { useDesk } from '../desk.tsx';
import type { BlockWork } from './block-work.ts';
import { useLiveText } from './live-text.ts';

type Shown = { readonly text: string; readonly isLive: boolean };
/** The last live text, and what the block pointed to while it was written. */
type Held = { readonly text: string; readonly current: Block['current']; readonly suggestion: Block['suggestion'] };

/**
 * What a block shows: its text, and while it is being written the live one. Between the end of a call and the arrival of its revision
 * the live text stays, so that nothing flickers or jumps.
 */
export function useShownText(block: Block, work: BlockWork, revision: Revision | null): Shown {
  const desk = useDesk();
  const call = work.type === 'running' ? callId(work.job.id, work.step.id, work.step.attempt) : null;
  const live = useLiveText(call);
  const held = useRef<Held | null>(null);
  const stored = revision?.text ?? '';
  if (work.type === 'running') {
    if (live === '') return { text: stored, isLive: false };
    const continued = desk.continuing.get(work.job.id);
    const text = continued !== undefined && continued === revision?.id ? `${stored}${live}` : live;
    held.current = { text, current: block.current, suggestion: block.suggestion };
    return { text, isLive: true };
  }
  if (held.current !== null && isUnderWay(held.current, block, work, revision)) return { text: held.current.text, isLive: false };
  held.current = null;
  return { text: stored, isLive: false };
}

/** The result is written somewhere, but its row or its revision is not here yet. */
function isUnderWay(held: Held, block: Block, work: BlockWork, revision: Revision | null): boolean {
  const isFinished = work.type === 'written' || (work.type === 'idle' && block.suggestion === held.suggestion);
  if (!isFinished || block.suggestion !== held.suggestion) return false;
  return block.current === held.current || (block.current !== null && revision?.id !== block.current);
}
