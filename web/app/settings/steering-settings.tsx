import type { Settings } from '../../../shared/records/records.ts';
import { useSettings } from '../../store/live.ts';
import { useAct } from '../desk.tsx';
import { leaveOptions } from '../jobs/steering-words.ts';
import { usePorts } from '../ports-context.tsx';
import { useChosen } from '../ui/chosen.ts';
import { RadioGroup } from '../ui/radio-group.tsx';

/** What jobs do when nobody is there to be asked; the same on every device of this person. */
export function SteeringSettings() {
  const settings = useSettings();
  return settings === undefined ? null : <Steering settings={settings} />;
}

function Steering({ settings }: { readonly settings: Settings }) {
  const { actions } = usePorts();
  const act = useAct();
  const change = async (fields: Partial<Omit<Settings, 'id'>>) => (await act(actions.changeSettings(fields))).ok;
  const [whenILeave, chooseLeave] = useChosen(settings.whenILeave, (value) => change({ whenILeave: value }));
  const [lostCall, chooseLost] = useChosen(settings.lostCall, (value) => change({ lostCall: value }));
  return (
    <>
      <div className="setting">
        <RadioGroup name="When I leave" choices={leaveOptions} value={whenILeave} onChoose={chooseLeave} note={leaveNote} />
      </div>
      <div className="setting">
        <RadioGroup name="Lost call" choices={lostOptions} value={lostCall} onChoose={chooseLost} note={lostNote} />
      </div>
    </>
  );
}

const leaveNote =
  'When the device that started a job is gone, the server goes on with the job, or the job waits for that device after its current step. This holds for jobs started from now on; jobs that programs make always go on.';

const lostOptions = [
  { value: 'retry', label: 'Retry' },
  { value: 'ask', label: 'Ask me' },
] as const;

const lostNote =
  'When a model’s answer breaks off and may have been paid for, it is asked for again by itself, or the job waits until you say so.';
