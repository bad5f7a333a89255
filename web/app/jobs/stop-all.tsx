import { Button } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct, useDesk } from '../desk.tsx';
import { counted } from '../numbers.ts';
import { usePorts } from '../ports-context.tsx';

const stops = 'Cancels every job that is not finished';

/** How long it is told what was stopped. */
const lastsMs = 10_000;

/** Cancels every job that is not ended, and says what it did. `isSmall`: quiet, and its icon alone where there is little room. */
export function StopAll({ isSmall = false }: { readonly isSmall?: boolean }) {
  const { actions } = usePorts();
  const { toasts } = useDesk();
  const act = useAct();
  const [isAsking, setAsking] = useState(false);
  const stop = async () => {
    setAsking(true);
    const stopped = await act(actions.stopAll());
    setAsking(false);
    if (!stopped.ok) return;
    const what = `${counted(stopped.value, 'job is', 'jobs are')} cancelled.`;
    toasts.show({ tone: 'plain', text: `${what} What was written so far stands on the jobs’ pages.`, lastsMs });
  };
  const icon = <IconPlayerStop size={16} stroke={1.75} aria-hidden="true" />;
  const does = { disabled: isAsking, onClick: () => void stop() };
  return isSmall ? (
    <Button
      {...does}
      className="stop-all-short"
      variant="subtle"
      color="gray"
      size="compact-sm"
      aria-label="Stop all"
      title={stops}
    >
      {icon}
      <span className="stop-all-word">Stop all</span>
    </Button>
  ) : (
    <Button {...does} variant="default" leftSection={icon} title={stops}>
      Stop all
    </Button>
  );
}
