import { createContext, useContext, useState, useSyncExternalStore } from 'react';
import type { BlockId, SourceId } from '../../../shared/kernel/brand.ts';
import type { Block } from '../../../shared/records/records.ts';
import { recalled, remember } from '../remembered.ts';

/** What the right panel can show; one thing at a time. */
export type PanelContent =
  /** What the document is written from; stays open beside it until it is closed. `only`: these, until all are asked for again. */
  | { readonly type: 'sources'; readonly only?: readonly SourceId[] }
  /** Every text that a block has or had. */
  | { readonly type: 'history'; readonly block: BlockId }
  /** All that was asked about a block's text; `focus`: where the person wants to go on. */
  | { readonly type: 'thread'; readonly block: BlockId; readonly focus: 'feedback' | 'thread' };

/** The right panel of a document's page. */
export type Panel = {
  readonly shown: PanelContent | null;
  /** Beside the document where there is room, over it where there is none. */
  readonly place: 'beside' | 'over';
  /** It was opened by the person on this page, and not only remembered: it takes the focus. */
  readonly isAsked: boolean;
  readonly show: (content: PanelContent) => void;
  /** Shows these sources alone, such as those that a text was made from. */
  readonly showSources: (ids: readonly SourceId[]) => void;
  readonly openSource: (id: SourceId) => void;
  /** Closes what is shown. What was opened for one block gives way to the sources, if those were open before. */
  readonly close: () => void;
};

const rememberedAs = 'meanwhile-sources';
const wide = () => matchMedia('(min-width: 1100px)');

/**
 * Beside the document the sources are open until they are closed, and that is remembered; all else opens only when asked for, and goes
 * with its block.
 */
export function useNewPanel(blocks: readonly Block[]): Panel {
  const hasRoom = useSyncExternalStore(watchWidth, () => wide().matches);
  const [isKept, setKept] = useState(() => recalled(rememberedAs) !== 'closed');
  const [asked, setAsked] = useState<PanelContent | null>(null);
  const keepSources = (isOpen: boolean) => {
    setKept(isOpen);
    remember(rememberedAs, isOpen ? 'open' : 'closed');
  };
  const standing = asked !== null && 'block' in asked && !blocks.some(({ id }) => id === asked.block) ? null : asked;
  const shown = standing ?? (hasRoom && isKept ? ({ type: 'sources' } as const) : null);
  const show = (content: PanelContent) => {
    const isSources = content.type === 'sources' && hasRoom;
    setAsked(isSources && content.only === undefined ? null : content);
    if (isSources) keepSources(true);
  };
  return {
    shown,
    place: hasRoom ? 'beside' : 'over',
    isAsked: standing !== null,
    show,
    showSources: (only) => show({ type: 'sources', only }),
    openSource: (id) => show({ type: 'sources', only: [id] }),
    close: () => {
      setAsked(null);
      if (shown?.type === 'sources' && hasRoom) keepSources(false);
    },
  };
}

function watchWidth(changed: () => void): () => void {
  const query = wide();
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

/** Holds the panel; provided once a document. */
export const PanelContext = createContext<Panel | null>(null);

/** The document's right panel, anywhere on its page. */
export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (panel === null) throw new Error('No document around this component');
  return panel;
}
