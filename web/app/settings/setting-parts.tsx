import { type ReactNode, useId } from 'react';
import { type Choice, RadioGroup } from '../ui/radio-group.tsx';
import type { Setting } from './use-setting.ts';

type FootProps = {
  readonly name: string;
  /** The default as it is called in the choice. */
  readonly standard: string;
  readonly setting: Pick<Setting<unknown>, 'isDefault' | 'backToDefault'>;
};

/** What holds if nothing is chosen, and the way back to it. */
export function DefaultFoot({ name, standard, setting }: FootProps) {
  return (
    <p className="setting-default">
      <span>Default: {standard}</span>
      {!setting.isDefault && (
        <button type="button" className="link-button" aria-label={`Back to default: ${name}`} onClick={setting.backToDefault}>
          Back to default
        </button>
      )}
    </p>
  );
}

type RadioSettingProps<T extends string> = {
  readonly name: string;
  readonly choices: readonly Choice<T>[];
  readonly standard: string;
  readonly setting: Setting<T>;
  readonly note?: string;
};

/** One of a few. */
export function RadioSetting<T extends string>({ name, choices, standard, setting, note }: RadioSettingProps<T>) {
  return (
    <div className="setting">
      <RadioGroup name={name} choices={choices} value={setting.value} onChoose={setting.choose} {...(note && { note })} />
      <DefaultFoot name={name} standard={standard} setting={setting} />
    </div>
  );
}

type SelectSettingProps<T> = {
  readonly name: string;
  readonly choices: readonly { readonly value: T; readonly label: string }[];
  readonly standard: string;
  readonly setting: Setting<T>;
  readonly note: ReactNode;
};

/** One of many; a value that is in no choice, of another device or version, is shown as it is. */
export function SelectSetting<T extends string | number | null>(props: SelectSettingProps<T>) {
  const { name, choices, standard, setting, note } = props;
  const id = useId();
  const isListed = choices.some(({ value }) => value === setting.value);
  return (
    <div className="setting">
      <label htmlFor={id} className="setting-name">
        {name}
      </label>
      <select
        id={id}
        className="select"
        aria-describedby={`${id}-note`}
        value={String(setting.value)}
        onChange={(event) => {
          const chosen = choices.find(({ value }) => String(value) === event.target.value);
          if (chosen !== undefined) setting.choose(chosen.value);
        }}
      >
        {choices.map(({ value, label }) => (
          <option key={String(value)} value={String(value)}>
            {label}
          </option>
        ))}
        {!isListed && <option value={String(setting.value)}>{setting.value}</option>}
      </select>
      <p id={`${id}-note`} className="note">
        {note}
      </p>
      <DefaultFoot name={name} standard={standard} setting={setting} />
    </div>
  );
}
