import { ActionIcon, Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCut, IconInfoCircle, IconX } from '@tabler/icons-react';
import { type RefObject, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useDesk } from '../desk.tsx';
import { placesOf, type ToastPlace } from './toast-places.ts';
import type { ShownToast } from './toast-rows.ts';
import type { Toasts } from './toasts.ts';

const icons = { plain: IconInfoCircle, done: IconCircleCheck, failed: IconAlertTriangle, 'cut-off': IconCut } as const;

const narrow = () => matchMedia('(max-width: 639px)');

function watchWidth(changed: () => void): () => void {
  const width = narrow();
  width.addEventListener('change', changed);
  return () => width.removeEventListener('change', changed);
}

/**
 * The messages themselves. Each is read aloud once, as it comes: what is folded is only out of sight, so that it is not read anew when it
 * unfolds, and a keyboard reaches it as it is.
 */
export function ToastList({ shown }: { readonly shown: readonly ShownToast[] }) {
  const { toasts } = useDesk();
  const mayBeWhole = useSyncExternalStore(watchWidth, () => (narrow().matches ? 1 : 2));
  const [isOpen, setOpen] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const unfold = useCallback(() => setOpen(true), []);
  useHold(list, { toasts, onFolded: unfold });
  const { placeOf, folded } = placesOf(shown, mayBeWhole);
  if (isOpen && folded === 0) setOpen(false);
  return (
    <div className="toasts-scroll" data-open={isOpen}>
      <div ref={list} className="toasts-list">
        {folded > 0 && (
          <Button
            className="toasts-more"
            size="compact-sm"
            variant="default"
            aria-live="off"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? 'Show fewer' : `${folded} more`}
          </Button>
        )}
        {shown.map((toast) => (
          <ToastCard key={toast.key} toast={toast} place={placeOf(toast)} />
        ))}
      </div>
    </div>
  );
}

function ToastCard({ toast, place }: { readonly toast: ShownToast; readonly place: ToastPlace }) {
  const { toasts } = useDesk();
  const Icon = icons[toast.tone];
  const { action, id } = toast;
  // The focus is given up first: it must not hold what is left.
  const leave = (button: HTMLElement) => {
    button.blur();
    if (id === undefined) toasts.close(toast.key);
  };
  return (
    <div className="toast" data-tone={toast.tone} data-place={place} data-gone={toast.stage === 'gone'}>
      <Icon size={18} stroke={1.75} aria-hidden="true" />
      <p className="toast-text">{toast.text}</p>
      {action && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={(event) => {
            leave(event.currentTarget);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      {id === undefined && (
        <ActionIcon variant="subtle" color="gray" size={28} aria-label="Close" onClick={(event) => leave(event.currentTarget)}>
          <IconX size={16} aria-hidden="true" />
        </ActionIcon>
      )}
    </div>
  );
}

type Hold = { readonly toasts: Toasts; readonly onFolded: () => void };

/** Holds the messages while the pointer or the focus is at them; a finger is until it is lifted. The focus unfolds what it comes to. */
function useHold(list: RefObject<HTMLElement | null>, { toasts, onFolded }: Hold): void {
  useEffect(() => {
    const life = new AbortController();
    let isOver = false;
    const isAt = (target: EventTarget | null) => target instanceof Element && list.current?.contains(target) === true;
    const focus = (at: EventTarget | null) => {
      if (at instanceof Element && isAt(at) && at.closest('[data-place]:not([data-place="whole"])')) onFolded();
      toasts.hold(isOver || isAt(at));
    };
    const point = (at: EventTarget | null) => {
      isOver = isAt(at);
      toasts.hold(isOver || isAt(document.activeElement));
    };
    const { signal } = life;
    document.addEventListener('pointerover', ({ target }) => point(target), { signal });
    document.addEventListener('pointerout', ({ relatedTarget }) => point(relatedTarget), { signal });
    document.addEventListener('focusin', ({ target }) => focus(target), { signal });
    document.addEventListener('focusout', ({ relatedTarget }) => focus(relatedTarget), { signal });
    return () => {
      life.abort();
      toasts.hold(false);
    };
  }, [list, toasts, onFolded]);
}
