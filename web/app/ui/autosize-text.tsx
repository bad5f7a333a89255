import { type KeyboardEvent, type Ref, useImperativeHandle, useLayoutEffect, useRef } from 'react';

type AutosizeTextProps = {
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly className: string;
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly describedBy?: string;
  readonly onFocus?: () => void;
  readonly onBlur?: () => void;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  readonly ref?: Ref<HTMLTextAreaElement | null>;
};

/** A text box that is as high as its text. */
export function AutosizeText({ label, text, onText, describedBy, ref, ...rest }: AutosizeTextProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle<HTMLTextAreaElement | null, HTMLTextAreaElement | null>(ref, () => box.current, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height
  useLayoutEffect(() => fitHeight(box.current), [text]);
  useLayoutEffect(() => {
    const refit = () => fitHeight(box.current);
    addEventListener('resize', refit);
    return () => removeEventListener('resize', refit);
  }, []);
  return (
    <textarea
      {...rest}
      ref={box}
      rows={1}
      aria-label={label}
      aria-describedby={describedBy}
      value={text}
      onChange={(event) => onText(event.target.value)}
    />
  );
}

/** Where the browser sizes a field by its content itself, nothing is left to do. */
function fitHeight(box: HTMLTextAreaElement | null): void {
  if (box === null || CSS.supports('field-sizing', 'content')) return;
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight}px`;
}
