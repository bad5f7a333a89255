import { useEffect } from 'react';
import { type Job, jobUsage } from '../../../shared/engine/job.ts';
import { useTotals } from '../../remote/query.ts';
import { tokensOf } from '../numbers.ts';
import { totalsInWords } from './account-words.ts';

/** What all of a person's calls used so far (L7). Asked for anew whenever these jobs have used more. */
export function TotalsLine({ jobs }: { readonly jobs: readonly Job[] }) {
  const { data, refetch } = useTotals();
  const used = jobs.reduce((sum, job) => sum + tokensOf(jobUsage(job)), 0);
  const isKnown = data !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was used is the reason to ask again
  useEffect(() => {
    if (isKnown) void refetch();
  }, [used, isKnown, refetch]);
  const words = data === undefined ? null : totalsInWords(data);
  return words === null ? null : <p className="totals">{words}</p>;
}
