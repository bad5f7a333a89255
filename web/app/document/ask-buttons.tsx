import { Button } from '@mantine/core';
import { IconListSearch, IconMessage2 } from '@tabler/icons-react';
import type { Block } from '../../../shared/records/records.ts';
import { settle, useAct, useDesk } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import { usePanel } from './panel-state.ts';

type AskButtonsProps = { readonly block: Block; readonly isBusy: boolean; readonly hasText: boolean };

/** What can be asked about a text that is there: both open the block's thread. */
export function AskButtons({ block, isBusy, hasText }: AskButtonsProps) {
  const { actions } = usePorts();
  const panel = usePanel();
  const desk = useDesk();
  const act = useAct();
  const analyze = async () => {
    panel.show({ type: 'thread', block: block.id, focus: 'thread' });
    await settle(desk);
    await act(actions.analyze(block.id));
  };
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        leftSection={<IconMessage2 size={16} stroke={1.75} aria-hidden="true" />}
        disabled={isBusy || !hasText}
        onClick={() => panel.show({ type: 'thread', block: block.id, focus: 'feedback' })}
      >
        Refine
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        leftSection={<IconListSearch size={16} stroke={1.75} aria-hidden="true" />}
        disabled={!hasText}
        onClick={() => void analyze()}
      >
        Analyze
      </Button>
    </>
  );
}
