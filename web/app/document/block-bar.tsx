import { ActionIcon, Button } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconHistory, IconPencil, IconSparkles, IconTrash } from '@tabler/icons-react';
import { type MouseEvent, useContext, useEffect, useLayoutEffect, useRef } from 'react';
import type { Block } from '../../../shared/records/records.ts';
import { useAct, useDesk } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import { focusNeighbour } from '../ui/focus-neighbour.ts';
import { AskButtons } from './ask-buttons.tsx';
import { CostBefore } from './cost-before.tsx';
import { usePanel } from './panel-state.ts';
import { PromptTyped } from './prompt-typed.ts';
import { CopyBlock } from './take-away/take-away.tsx';

type BlockBarProps = {
  readonly block: Block;
  readonly number: number;
  readonly count: number;
  readonly isBusy: boolean;
  /** Just added here: Edit takes the focus. */
  readonly isFresh: boolean;
  readonly isEditing: boolean;
  /** What the block shows. */
  readonly text: string;
  readonly onGenerate: () => Promise<void>;
  readonly onEdit: () => void;
};

/** What can be done with a block. */
export function BlockBar({ block, number, count, isBusy, isFresh, isEditing, text, onGenerate, onEdit }: BlockBarProps) {
  const hasPrompt = useContext(PromptTyped);
  const edit = useRef<HTMLButtonElement>(null);
  const wasFresh = useRef(isFresh);
  useEffect(() => {
    if (wasFresh.current) edit.current?.focus();
  }, []);
  return (
    <div className="block-bar">
      {block.kind === 'prompt' && (
        <Button
          size="compact-sm"
          variant={block.current === null ? 'filled' : 'light'}
          leftSection={<IconSparkles size={16} stroke={1.75} aria-hidden="true" />}
          disabled={!hasPrompt || isBusy}
          title="Ctrl + Enter"
          onClick={() => void onGenerate()}
        >
          Generate
        </Button>
      )}
      {!isEditing && (
        <Button
          ref={edit}
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconPencil size={16} stroke={1.75} aria-hidden="true" />}
          onClick={onEdit}
        >
          Edit
        </Button>
      )}
      <AskButtons block={block} isBusy={isBusy} hasText={block.current !== null && text.trim() !== ''} />
      <span className="block-bar-space">
        <CostBefore block={block} />
      </span>
      <span className="block-tools">
        {block.current !== null && <HistoryButton block={block} />}
        {text !== '' && !isEditing && <CopyBlock text={text} />}
        <MoveAndDelete block={block} number={number} count={count} />
      </span>
    </div>
  );
}

function HistoryButton({ block }: { readonly block: Block }) {
  const { shown, show, close } = usePanel();
  const isOpen = shown?.type === 'history' && shown.block === block.id;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={28}
      aria-label="History"
      title="History"
      aria-expanded={isOpen}
      onClick={() => (isOpen ? close() : show({ type: 'history', block: block.id }))}
    >
      <IconHistory size={16} stroke={1.75} aria-hidden="true" />
    </ActionIcon>
  );
}

function MoveAndDelete({ block, number, count }: Pick<BlockBarProps, 'block' | 'number' | 'count'>) {
  const { actions } = usePorts();
  const { deferred } = useDesk();
  const act = useAct();
  const up = useRef<HTMLButtonElement>(null);
  const down = useRef<HTMLButtonElement>(null);
  const moved = useRef<'up' | 'down' | null>(null);
  const move = (direction: 'up' | 'down') => {
    moved.current = direction;
    void act(actions.moveBlock(block.id, direction));
  };
  useLayoutEffect(() => {
    const direction = moved.current;
    moved.current = null;
    if (direction === null || !isFocusLost(up.current, down.current)) return;
    const isUp = number === 1 ? false : number === count ? true : direction === 'up';
    (isUp ? up : down).current?.focus();
  }, [number, count]);
  const remove = (event: MouseEvent<HTMLElement>) => {
    focusNeighbour(event.currentTarget, '.block-group', '.add-block button');
    deferred.begin({ id: block.id, text: `Block ${number} is deleted.`, run: () => act(actions.deleteBlock(block.id)) });
  };
  return (
    <>
      <ActionIcon
        ref={up}
        variant="subtle"
        color="gray"
        size={28}
        aria-label="Move up"
        title="Move up"
        disabled={number === 1}
        onClick={() => move('up')}
      >
        <IconArrowUp size={16} stroke={1.75} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon
        ref={down}
        variant="subtle"
        color="gray"
        size={28}
        aria-label="Move down"
        title="Move down"
        disabled={number === count}
        onClick={() => move('down')}
      >
        <IconArrowDown size={16} stroke={1.75} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" size={28} aria-label="Delete" title="Delete" onClick={remove}>
        <IconTrash size={16} stroke={1.75} aria-hidden="true" />
      </ActionIcon>
    </>
  );
}

/** A button that is disabled, or whose block is taken from its place, loses the focus or is about to. */
const isFocusLost = (...buttons: readonly (HTMLElement | null)[]): boolean =>
  document.activeElement === document.body || buttons.some((button) => button === document.activeElement);
