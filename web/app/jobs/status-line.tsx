import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconClockHour4,
  IconPencil,
  IconPlayerPause,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Status } from '../../../shared/engine/job.ts';

const icons = {
  queued: IconCircleDashed,
  running: IconPencil,
  waiting: IconClockHour4,
  paused: IconPlayerPause,
  completed: IconCircleCheck,
  failed: IconAlertTriangle,
  cancelled: IconCircleX,
} as const;

type StatusLineProps = {
  readonly status: Status;
  readonly text: ReactNode;
  readonly title?: string;
  /** What can be done. */
  readonly children?: ReactNode;
};

/** A state by word, icon and colour together, with its buttons. */
export function StatusLine({ status, text, title, children }: StatusLineProps) {
  const Icon = icons[status];
  return (
    <div className="status-line" data-status={status}>
      <Icon size={16} stroke={1.75} aria-hidden="true" />
      <span className="status-line-text" title={title}>
        {text}
      </span>
      {children}
    </div>
  );
}
