import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';

export type MenuItem = { readonly label: string; readonly hint: string; readonly run: () => void };

type MenuButtonProps = {
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** Shown alone, its label as its name. */
  readonly icon?: ReactNode;
};

/** What a short menu needs below its button, in px, with the bar at the foot of a phone. */
const roomPx = 200;

/** A button that opens a short menu, above it if there is no room below: arrows move, Esc and a click elsewhere close, focus returns to the button. */
export function MenuButton({ label, items, icon }: MenuButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const [isBelow, setBelow] = useState(true);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const menuId = useId();
  useEffect(() => {
    if (!isOpen) return;
    itemsIn(root.current)[0]?.focus();
    const closeOutside = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', closeOutside);
    return () => document.removeEventListener('pointerdown', closeOutside);
  }, [isOpen]);
  const toggle = () => {
    const bottom = button.current?.getBoundingClientRect().bottom ?? 0;
    setBelow(innerHeight - bottom >= roomPx);
    setOpen(!isOpen);
  };
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Tab') setOpen(false);
    else if (!moveFocus(event.key, itemsIn(root.current))) return;
    if (event.key !== 'Tab') event.preventDefault();
  };
  return (
    <div className="menu" data-below={isBelow} data-icon={icon !== undefined} ref={root}>
      <Button
        ref={button}
        {...(icon === undefined
          ? { variant: 'default', leftSection: <IconPlus size={16} aria-hidden="true" /> }
          : { variant: 'subtle', color: 'gray', px: 6, title: label, 'aria-label': label })}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? menuId : undefined}
        onClick={toggle}
      >
        {icon ?? label}
      </Button>
      {isOpen && (
        <div className="menu-list" role="menu" id={menuId} aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              className="menu-item"
              aria-label={item.label}
              onClick={() => {
                close();
                item.run();
              }}
            >
              <span>{item.label}</span>
              <span className="menu-hint">{item.hint}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

const itemsIn = (root: HTMLElement | null): readonly HTMLElement[] => [
  ...(root?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? []),
];

/** Moves among the items as a key asks; false if the key asks for nothing here. */
function moveFocus(key: string, items: readonly HTMLElement[]): boolean {
  const at = items.findIndex((item) => item.matches(':focus'));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[key];
  if (to === undefined) return false;
  items.at(to % items.length)?.focus();
  return true;
}
