import { Button } from '@mantine/core';
import { type RefObject, useEffect } from 'react';
import { counted } from '../numbers.ts';
import { decide, placesIn } from './difference/places.ts';

type MergeBarProps = {
  readonly box: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  readonly onText: (text: string) => void;
};

/** Leads through the passages of a merge that both sides have changed, the first one first. */
export function MergeBar({ box, text, onText }: MergeBarProps) {
  const places = placesIn(text);
  const [first] = places;
  const [from, to] = [first?.from ?? 0, first?.to ?? 0];
  useEffect(() => {
    if (to > 0) box.current?.setSelectionRange(from, to);
  }, [box, from, to]);
  if (first === undefined)
    return (
      <p className="merge-says" role="status">
        Nothing is left to decide. Press Done to keep this text.
      </p>
    );
  const choose = (as: 'mine' | 'theirs' | 'both') => {
    onText(decide(text, first, as));
    box.current?.focus();
  };
  return (
    <div className="merge-bar">
      <p className="merge-says" role="status">
        {`${counted(places.length, 'place')} to decide: you and the suggestion changed the same words. Choose here, or edit between the marks.`}
      </p>
      <Button size="compact-sm" variant="light" onClick={() => choose('mine')}>
        Keep mine
      </Button>
      <Button size="compact-sm" variant="light" onClick={() => choose('theirs')}>
        Keep theirs
      </Button>
      <Button size="compact-sm" variant="light" onClick={() => choose('both')}>
        Keep both
      </Button>
    </div>
  );
}
