import { useId } from 'react';
import type { Job } from '../../../shared/engine/job.ts';
import type { Intent } from '../../../shared/engine/job-event.ts';
import { defaultSettings } from '../../../shared/records/settings.ts';
import { useSettings } from '../../store/live.ts';
import { useAct } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import { useChosen } from '../ui/chosen.ts';
import { RadioGroup } from '../ui/radio-group.tsx';
import { leaveOptions, priorityOptions } from './steering-words.ts';

/** How a job that is not ended is to go on: when its turn comes, and what happens when its device leaves. */
export function JobSteering({ job }: { readonly job: Job }) {
  const { actions } = usePorts();
  const act = useAct();
  const ask = async (intent: Intent) => (await act(actions.intend(job.id, intent))).ok;
  const wishes = useSettings() ?? defaultSettings;
  const stored = job.whenILeave === 'default' ? wishes.whenILeave : job.whenILeave;
  const [whenILeave, chooseLeave] = useChosen(stored, (value) => ask({ type: 'set-leave', whenILeave: value }));
  const [priority, choosePriority] = useChosen(job.priority, (value) => ask({ type: 'prioritise', priority: value }));
  const id = useId();
  return (
    <div className="job-steering">
      <div className="job-priority">
        <label htmlFor={id}>Priority</label>
        <select
          id={id}
          className="select"
          value={priority}
          onChange={(event) => {
            const chosen = priorityOptions.find(({ value }) => value === event.target.value);
            if (chosen !== undefined) choosePriority(chosen.value);
          }}
        >
          {priorityOptions.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </div>
      {job.createdBy === null ? (
        <p className="note">A program made this job: it goes on whoever leaves.</p>
      ) : (
        <RadioGroup name="When I leave" choices={leaveOptions} value={whenILeave} onChoose={chooseLeave} />
      )}
    </div>
  );
}
