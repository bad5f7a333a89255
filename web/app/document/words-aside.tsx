import { Button } from '@mantine/core';
import { undoMs } from '../../ports.ts';
import { useDesk } from '../desk.tsx';
import type { SavedField } from '../saved-field.ts';

type WordsAsideProps = {
  readonly what: 'prompt' | 'title';
  readonly stored: string;
  /** What was written elsewhere, or here, and is not stored any more. */
  readonly aside: string | null | undefined;
  readonly field: { readonly current: SavedField | null };
  /** Decided: nothing is aside any more. */
  readonly onDecided: () => Promise<unknown>;
};

/** Says that the same few words were also changed elsewhere, shows those, and lets the person choose; nothing of either is lost. */
export function WordsAside({ what, stored, aside, field, onDecided }: WordsAsideProps) {
  const { toasts } = useDesk();
  if (aside === null || aside === undefined) return null;
  const mine = field.current?.text ?? stored;
  const theirs = mine === aside ? stored : aside;
  const keep = async () => {
    await field.current?.insist();
    await onDecided();
  };
  const use = async () => {
    await field.current?.replace(theirs);
    await onDecided();
    toasts.show({
      tone: 'plain',
      text: `The other ${what} stands now.`,
      action: { label: 'Undo', run: () => void field.current?.replace(mine) },
      lastsMs: undoMs,
    });
  };
  return (
    <div className="aside-notice" role="status">
      <p>{`The ${what} was also changed in another tab or on another device:`}</p>
      <p className="aside-words">{theirs}</p>
      <div className="suggestion-bar">
        <Button size="compact-sm" variant="default" onClick={() => void keep()}>
          Keep mine
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => void use()}>
          Use theirs
        </Button>
      </div>
    </div>
  );
}
