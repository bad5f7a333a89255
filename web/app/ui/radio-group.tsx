import './radio-group.css';
import { useId } from 'react';

/** A value and the word for it. */
export type Choice<T extends string> = { readonly value: T; readonly label: string };

type RadioGroupProps<T extends string> = {
  readonly name: string;
  readonly choices: readonly Choice<T>[];
  readonly value: T;
  readonly onChoose: (value: T) => void;
  /** What the choice means, in a sentence or two. */
  readonly note?: string;
};

/** One of a few, all of them in sight. */
export function RadioGroup<T extends string>({ name, choices, value, onChoose, note }: RadioGroupProps<T>) {
  const id = useId();
  return (
    <div
      className="radio-group"
      role="radiogroup"
      aria-labelledby={`${id}-name`}
      {...(note === undefined ? {} : { 'aria-describedby': `${id}-note` })}
    >
      <p id={`${id}-name`} className="radio-group-name">
        {name}
      </p>
      <div className="choices">
        {choices.map((choice) => (
          <label key={choice.value} className="choice">
            <input
              type="radio"
              name={id}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onChoose(choice.value)}
            />
            {choice.label}
          </label>
        ))}
      </div>
      {note !== undefined && (
        <p id={`${id}-note`} className="radio-group-note note">
          {note}
        </p>
      )}
    </div>
  );
}
