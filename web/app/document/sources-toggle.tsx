import { Button } from '@mantine/core';
import { IconFiles } from '@tabler/icons-react';
import { useState, useSyncExternalStore } from 'react';
import type { DocumentId } from '../../../shared/kernel/brand.ts';
import { useSources } from '../../store/live.ts';

/** Where the sources are shown: beside the document where there is room, over it where there is none, or not at all. */
export type SourcesPanelState = {
  readonly isBeside: boolean;
  readonly isOver: boolean;
  readonly set: (isOpen: boolean) => void;
};

const rememberedAs = 'meanwhile-sources';
const wide = () => matchMedia('(min-width: 1100px)');

/** Beside the document it is open until it is closed, and remembers that; over it, it opens only when it is asked for. */
export function useSourcesPanel(): SourcesPanelState {
  const hasRoom = useSyncExternalStore(watchWidth, () => wide().matches);
  const [isKept, setKept] = useState(() => localStorage.getItem(rememberedAs) !== 'closed');
  const [isOver, setOver] = useState(false);
  return {
    isBeside: hasRoom && isKept,
    isOver: !hasRoom && isOver,
    set: (isOpen) => {
      setOver(isOpen && !hasRoom);
      if (!hasRoom) return;
      setKept(isOpen);
      localStorage.setItem(rememberedAs, isOpen ? 'open' : 'closed');
    },
  };
}

function watchWidth(changed: () => void): () => void {
  const query = wide();
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

/** Opens and closes the sources. */
export function SourcesToggle({ document, panel }: { readonly document: DocumentId; readonly panel: SourcesPanelState }) {
  const count = useSources(document)?.length ?? 0;
  const isOpen = panel.isBeside || panel.isOver;
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      leftSection={<IconFiles size={16} stroke={1.75} aria-hidden="true" />}
      aria-expanded={isOpen}
      onClick={() => panel.set(!isOpen)}
    >
      Sources {count > 0 && <span className="count">{count.toLocaleString('en')}</span>}
    </Button>
  );
}
