import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import type { Block, Document } from '../../../shared/records/records.ts';
import { Dialog } from '../ui/dialog.tsx';
import { inPlace, latePart } from '../ui/late-part.tsx';
import { type Panel, type PanelContent, usePanel } from './panel-state.ts';
import { Sources } from './sources-panel.tsx';

const Thread = latePart(async () => (await import('./drawer/thread.tsx')).Thread, inPlace);
const History = latePart(async () => (await import('./history/history.tsx')).History, inPlace);

type RightPanelProps = { readonly document: Document; readonly blocks: readonly Block[] };

/** Whatever the right panel shows: beside the document, or as a sheet over it. */
export function RightPanel({ document, blocks }: RightPanelProps) {
  const panel = usePanel();
  const { shown } = panel;
  if (shown === null) return null;
  const block = 'block' in shown ? blocks.find(({ id }) => id === shown.block) : undefined;
  const number = block === undefined ? 0 : blocks.indexOf(block) + 1;
  const title = titleOf(shown, number);
  return (
    <Frame key={keyOf(shown)} title={title} panel={panel}>
      {shown.type === 'sources' && <Sources document={document} {...(shown.only && { only: shown.only })} />}
      {shown.type === 'thread' && block !== undefined && <Thread block={block} number={number} wanted={shown} />}
      {shown.type === 'history' && block !== undefined && <History block={block} />}
    </Frame>
  );
}

function titleOf(shown: PanelContent, number: number): string {
  switch (shown.type) {
    case 'sources':
      return 'Sources';
    case 'history':
      return `History of block ${number}`;
    case 'thread':
      return `Refine and analyze block ${number}`;
  }
}

const keyOf = (shown: PanelContent): string => ('block' in shown ? `${shown.type} ${shown.block}` : shown.type);

type FrameProps = { readonly title: string; readonly panel: Panel; readonly children: ReactNode };

function Frame({ title, panel, children }: FrameProps) {
  if (panel.place === 'over')
    return (
      <Dialog title={title} sheet onClose={panel.close}>
        {children}
      </Dialog>
    );
  return (
    <Beside title={title} panel={panel}>
      {children}
    </Beside>
  );
}

/** Asked for, it takes the focus; Esc and Close leave it, and the focus returns to where it came from. */
function Beside({ title, panel, children }: FrameProps) {
  const titleId = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const wasAsked = useRef(panel.isAsked);
  useEffect(() => {
    if (!wasAsked.current) return;
    const from = document.activeElement;
    heading.current?.focus({ preventScroll: true });
    return () => {
      // Only if it was lost with the panel: who clicked elsewhere meanwhile is there.
      if (document.activeElement === document.body && from instanceof HTMLElement) from.focus({ preventScroll: true });
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    // A window over the panel is left by itself; the panel stays for the focus to come back to.
    const isOver = event.target instanceof Element && event.target.closest('dialog') !== null;
    if (event.key === 'Escape' && !isOver) panel.close();
  };
  return (
    <aside className="panel" aria-labelledby={titleId} onKeyDown={onKeyDown}>
      <header className="panel-head">
        <h2 ref={heading} id={titleId} className="panel-title" tabIndex={-1}>
          {title}
        </h2>
        <ActionIcon variant="subtle" color="gray" size={28} aria-label="Close" title="Close" onClick={panel.close}>
          <IconX size={16} aria-hidden="true" />
        </ActionIcon>
      </header>
      {children}
    </aside>
  );
}
