import { ActionIcon, Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCut, IconInfoCircle, IconX } from '@tabler/icons-react';
import { type ReactNode, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { useDesk } from '../desk.tsx';
import type { ShownToast } from './toasts.ts';

const icons = { plain: IconInfoCircle, done: IconCircleCheck, failed: IconAlertTriangle, 'cut-off': IconCut } as const;

/** The tab's short messages, read aloud as they come, over whatever is open; `children` are those that all tabs share. */
export function ToastRegion({ children }: { readonly children: ReactNode }) {
  const { toasts, windows } = useDesk();
  const over = useSyncExternalStore(windows.subscribe, windows.top);
  const shown = useSyncExternalStore(toasts.subscribe, toasts.shown);
  const region = (
    <section className="toasts" aria-label="Messages" aria-live="polite">
      {children}
      {shown.map((toast) => (
        <ToastCard key={toast.key} toast={toast} />
      ))}
    </section>
  );
  return over === null ? region : createPortal(region, over);
}

function ToastCard({ toast }: { readonly toast: ShownToast }) {
  const { toasts } = useDesk();
  const Icon = icons[toast.tone];
  const { action } = toast;
  return (
    <div className="toast" data-tone={toast.tone}>
      <Icon size={18} stroke={1.75} aria-hidden="true" />
      <p className="toast-text">{toast.text}</p>
      {action && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            toasts.close(toast.key);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <ActionIcon variant="subtle" color="gray" size={28} aria-label="Close" onClick={() => toasts.close(toast.key)}>
        <IconX size={16} aria-hidden="true" />
      </ActionIcon>
    </div>
  );
}
