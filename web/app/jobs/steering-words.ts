import type { Priority } from '../../../shared/engine/job.ts';
import type { LeaveChoice } from '../../../shared/records/records.ts';
import type { Choice } from '../ui/radio-group.tsx';

/** What becomes of a job when its device leaves, as a person chooses it. */
export const leaveOptions: readonly Choice<LeaveChoice>[] = [
  { value: 'go-on', label: 'Go on' },
  { value: 'wait', label: 'Wait for me' },
];

/** The order in which jobs get their turn, as a person chooses it. */
export const priorityOptions: readonly Choice<Priority>[] = [
  { value: 'high', label: 'High' },
  { value: 'normal', label: 'Normal' },
  { value: 'low', label: 'Low' },
];
