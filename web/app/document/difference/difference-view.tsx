import './difference.css';
import { useMemo } from 'react';
import { differenceOf, isSame, type Stretch } from './difference.ts';

type DifferenceProps = {
  readonly before: string;
  readonly after: string;
  /** Said when there is none, as in `Nothing differs from your text.` */
  readonly sameSays: string;
};

/** What makes one text of another. What was taken away is struck through, what was added underlined; both are said to a screen reader. */
export function Difference({ before, after, sameSays }: DifferenceProps) {
  const stretches = useMemo(() => differenceOf(before, after), [before, after]);
  if (isSame(stretches)) return <p className="note">{sameSays}</p>;
  return (
    <div className="difference">
      {stretches.map((stretch, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the whole is made anew when a text changes
        <Marked key={at} stretch={stretch} />
      ))}
    </div>
  );
}

function Marked({ stretch: { type, text } }: { readonly stretch: Stretch }) {
  switch (type) {
    case 'same':
      return <span>{text}</span>;
    case 'added':
      return (
        <ins>
          <span className="hidden">added: </span>
          {text}
          <span className="hidden"> (end of added)</span>
        </ins>
      );
    case 'removed':
      return (
        <del>
          <span className="hidden">taken away: </span>
          {text}
          <span className="hidden"> (end of taken away)</span>
        </del>
      );
  }
}
