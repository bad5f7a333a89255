import { type RefObject, useRef } from 'react';
import type { BlockId, RevisionId } from '../../../shared/kernel/brand.ts';
import type { Sitting, UnsavedWords } from '../../ports.ts';
import { useAct } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';

/** After this long a turn of typing ends, so that the history of a long day has more than one text in it. */
const maxTurnMs = 5 * 60_000;

/** Saves what is typed into a block, turn by turn; each turn is one text in the block's history. */
export type TypingTurn = {
  /** Resolves to whether it was taken in. */
  readonly save: (text: string) => Promise<boolean>;
  /** Names what is not saved when the page itself goes. */
  readonly leave: (saves: UnsavedWords['saves']) => UnsavedWords;
  /** What is typed next is a turn of its own. */
  readonly end: () => void;
};

/** `start`: the text that the editor opened with; `turns` is told of every turn before its first save. */
export function useTypingTurn(block: BlockId, start: RevisionId | null, turns: RefObject<readonly RevisionId[]>): TypingTurn {
  const { actions, clock } = usePorts();
  const act = useAct();
  const base = useRef(start);
  const turn = useRef<{ readonly sitting: Sitting; readonly begunAt: number } | null>(null);
  const saving = useRef<Promise<unknown>>(Promise.resolve());
  const saveNow = async (text: string) => {
    if (turn.current === null || clock.elapsed() - turn.current.begunAt > maxTurnMs) {
      turn.current = { sitting: actions.beginSitting(block, base.current), begunAt: clock.elapsed() };
      turns.current = [...turns.current, turn.current.sitting.revision];
    }
    const saved = await act(actions.saveText(turn.current.sitting, text));
    if (saved.ok) base.current = saved.value;
    return saved.ok;
  };
  // One after the other: a new turn is based on what the last save became.
  const after = <T>(run: () => T | Promise<T>): Promise<T> => {
    const done = saving.current.then(run, run);
    saving.current = done;
    return done;
  };
  return {
    save: (text) => after(() => saveNow(text)),
    leave: (saves) => ({ type: 'text', sitting: turn.current?.sitting ?? actions.beginSitting(block, base.current), saves }),
    end: () =>
      void after(() => {
        turn.current = null;
      }),
  };
}
