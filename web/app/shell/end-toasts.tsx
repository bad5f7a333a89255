import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { JobEnd } from '../../ports.ts';
import { useDesk } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import type { Toast } from './toast-rows.ts';

/** How long a finished job is told of; a failed one stays until it is closed. */
const lastsMs = 10_000;

/** Shows each job's end that this tab is to tell of (J11). */
export function EndToasts() {
  const { alerts } = usePorts();
  const { toasts } = useDesk();
  const navigate = useNavigate();
  useEffect(
    () =>
      alerts.onToast((end) => {
        const open = () => void navigate({ to: '/documents/$id', params: { id: end.documentId } });
        toasts.show({ ...toastOf(end), action: { label: 'Open', run: open } });
      }),
    [alerts, toasts, navigate],
  );
  return null;
}

function toastOf({ outcome, title }: JobEnd): Toast {
  const name = title === '' ? 'A document' : `“${title}”`;
  switch (outcome) {
    case 'completed':
      return { tone: 'done', text: `${name} is ready.`, lastsMs };
    case 'truncated':
      return { tone: 'cut-off', text: `${name} is ready, but was cut off at the length limit.`, lastsMs };
    case 'failed':
      return { tone: 'failed', text: `${name} could not be finished.`, lastsMs: null };
  }
}
