import type { Job } from '../../../shared/engine/job.ts';
import { leftInWords } from '../numbers.ts';
import { useNow } from '../time-hooks.ts';
import { rangeOf } from './jobs-range.ts';

/**
 * How long the unfinished jobs will probably take together: `3–5 min left`; nothing while that is not known (J12). It is never read aloud
 * by itself: it changes every few seconds.
 */
export function JobsLeft({ jobs }: { readonly jobs: readonly Job[] }) {
  const now = useNow(1_000);
  const range = rangeOf(jobs);
  const left = range === null ? null : leftInWords(range, now);
  return left === null ? null : (
    <span className="jobs-left" aria-live="off">
      <span aria-hidden="true">· </span>
      {left}
    </span>
  );
}
