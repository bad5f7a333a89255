import { useEffect, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { useDesk } from '../desk.tsx';
import { inSilence, latePart } from '../ui/late-part.tsx';

const ToastList = latePart(async () => (await import('./toast-list.tsx')).ToastList, inSilence);

/** Where the tab's short messages are, over whatever is open. It is there before the first of them, or that would not be read aloud. */
export function ToastRegion() {
  const { toasts, windows } = useDesk();
  const over = useSyncExternalStore(windows.subscribe, windows.top);
  const shown = useSyncExternalStore(toasts.subscribe, toasts.shown);
  useEffect(() => void ToastList.preload(), []);
  const region = (
    <section className="toasts" aria-label="Messages" aria-live="polite">
      {shown.length > 0 && <ToastList shown={shown} />}
    </section>
  );
  return over === null ? region : createPortal(region, over);
}
