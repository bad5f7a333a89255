import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useDesk } from '../desk.tsx';

/** A window over the page; `sheet` slides it to the edge. Esc and Close leave it; focus returns to where it came from. */
export function Dialog({
  title,
  sheet = false,
  onClose,
  children,
}: {
  readonly title: string;
  readonly sheet?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { windows } = useDesk();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const from = document.activeElement;
    const element = dialog.current;
    if (element === null) return;
    element.showModal();
    const takeOff = windows.open(element);
    return () => {
      takeOff();
      if (from instanceof HTMLElement) from.focus();
    };
  }, [windows]);
  return (
    <dialog ref={dialog} className={sheet ? 'dialog dialog-sheet' : 'dialog'} aria-labelledby={titleId} onClose={onClose}>
      <header className="dialog-head">
        <h2 id={titleId}>{title}</h2>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label="Close" onClick={onClose}>
          <IconX size={18} aria-hidden="true" />
        </ActionIcon>
      </header>
      {children}
    </dialog>
  );
}
