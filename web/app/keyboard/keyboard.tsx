import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { asDialog, latePart } from '../ui/late-part.tsx';
import { type EarlyKeys, noKeys, withKey } from './early-keys.ts';
import { pressed } from './shortcuts.ts';

const Palette = latePart(async () => (await import('./palette.tsx')).Palette, asDialog('Go to or do'));
const ShortcutsDialog = latePart(
  async () => (await import('./shortcuts-dialog.tsx')).ShortcutsDialog,
  asDialog('Keyboard shortcuts'),
);

type Open = 'palette' | 'shortcuts' | null;

/** The keys that work on every page, and the windows that they open. */
export function Keyboard() {
  const [open, setOpen] = useState<Open>(null);
  const navigate = useNavigate();
  // While the palette is on its way, what is typed is meant for it.
  const early = useRef<EarlyKeys | null>(null);
  useEffect(() => {
    const onEarlyKey = (keys: EarlyKeys, event: KeyboardEvent) => {
      if (isWindowOpen()) {
        // It did not come, and the window that says so is being left: what is typed next is meant for the page again.
        if (event.key === 'Escape') early.current = null;
        return;
      }
      early.current = keepEarly(keys, event);
      if (early.current === null) setOpen(null);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (early.current !== null) return onEarlyKey(early.current, event);
      const asked = askedBy(event);
      if (asked === null) return;
      event.preventDefault();
      if (asked === 'palette') early.current = noKeys;
      if (asked !== 'search') setOpen(asked);
      else if (!focusSearch()) void navigate({ to: '/' }).then(focusSearchWhenShown);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [navigate]);
  const close = () => {
    early.current = null;
    setOpen(null);
  };
  const takeEarly = () => {
    const keys = early.current ?? noKeys;
    early.current = null;
    return keys;
  };
  return (
    <>
      {open === 'palette' && <Palette takeEarly={takeEarly} onClose={close} onShortcuts={() => setOpen('shortcuts')} />}
      {open === 'shortcuts' && <ShortcutsDialog onClose={close} />}
    </>
  );
}

const isWindowOpen = (): boolean => document.querySelector('dialog[open]') !== null;

/** Takes a key that was meant for what is not there yet. */
function keepEarly(keys: EarlyKeys, event: KeyboardEvent): EarlyKeys | null {
  const next = withKey(keys, event);
  if (next !== keys) event.preventDefault();
  return next;
}

/** What a key asks for; null where it belongs to somebody else: a single letter to whoever is typing, all of them to an open window. */
function askedBy(event: KeyboardEvent): 'palette' | 'shortcuts' | 'search' | null {
  if (event.defaultPrevented || isWindowOpen()) return null;
  if (pressed(event, 'palette')) return 'palette';
  if (event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]') !== null) return null;
  if (pressed(event, 'shortcuts')) return 'shortcuts';
  return pressed(event, 'search') ? 'search' : null;
}

const searchBox = (): HTMLElement | null => document.querySelector('input[type="search"][aria-label="Search documents"]');

function focusSearch(): boolean {
  const box = searchBox();
  box?.focus();
  return box !== null;
}

/** The library shows its search box once it has read that there is something to search. */
function focusSearchWhenShown(): void {
  if (focusSearch()) return;
  const page = document.querySelector('main');
  if (page === null) return;
  const watch = new MutationObserver(() => {
    if (location.pathname !== '/' || focusSearch()) watch.disconnect();
  });
  watch.observe(page, { childList: true, subtree: true });
}
