import type { Settings, SettingsFields } from '../../../shared/records/records.ts';
import { defaultSettings } from '../../../shared/records/settings.ts';
import { useSettings } from '../../store/live.ts';
import { useAct } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import { useChosen } from '../ui/chosen.ts';

/** One thing that a person may choose; answers at once. */
export type Setting<T> = {
  readonly value: T;
  readonly isDefault: boolean;
  readonly choose: (value: T) => void;
  readonly backToDefault: () => void;
};

/** A setting as it is kept on the server and on this device. `fields` puts a new value into a change. */
export function useSetting<K extends keyof SettingsFields>(
  name: K,
  fields: (value: Settings[K]) => Partial<SettingsFields>,
): Setting<Settings[K]> {
  const { actions } = usePorts();
  const act = useAct();
  const stored = (useSettings() ?? defaultSettings)[name];
  const [value, choose] = useChosen(stored, async (chosen) => (await act(actions.changeSettings(fields(chosen)))).ok);
  const initial = defaultSettings[name];
  return { value, choose, isDefault: value === initial, backToDefault: () => choose(initial) };
}
