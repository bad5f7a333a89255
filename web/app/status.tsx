import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconClockHour4,
  IconLoader2,
  IconPlayerPause,
} from '@tabler/icons-react';
import type { Status } from '../../shared/engine/job.ts';

const looks = {
  queued: { word: 'Queued', Icon: IconCircleDashed },
  running: { word: 'Running', Icon: IconLoader2 },
  waiting: { word: 'Waiting', Icon: IconClockHour4 },
  paused: { word: 'Paused', Icon: IconPlayerPause },
  completed: { word: 'Completed', Icon: IconCircleCheck },
  failed: { word: 'Failed', Icon: IconAlertTriangle },
  cancelled: { word: 'Cancelled', Icon: IconCircleX },
} as const;

/** What a status is called. */
export const statusInWords = (status: Status): string => looks[status].word;

/** A status by word, icon and colour together. */
export function StatusWord({ status }: { readonly status: Status }) {
  const { word, Icon } = looks[status];
  return (
    <span className="status" data-status={status}>
      <Icon size={16} stroke={1.75} aria-hidden="true" />
      <span>{word}</span>
    </span>
  );
}
