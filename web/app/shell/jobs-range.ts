import type { Job } from '../../../shared/engine/job.ts';

/**
 * When all of these jobs will probably have ended: with the one that takes longest. Null if nothing says so of one of them (J12); paused
 * ones end when a person wants, and are left out.
 */
export function rangeOf(
  jobs: readonly Pick<Job, 'status' | 'estimate'>[],
): { readonly from: number; readonly to: number } | null {
  const awaited = jobs.filter((job) => job.status !== 'paused');
  const ranges = awaited.flatMap(({ estimate }) => (estimate === undefined ? [] : [estimate]));
  if (ranges.length === 0 || ranges.length < awaited.length) return null;
  return { from: Math.max(...ranges.map(({ from }) => from)), to: Math.max(...ranges.map(({ to }) => to)) };
}
