import type { Job } from '../../../shared/engine/job.ts';
import type { Deletable } from '../../ports.ts';

/** So many jobs are named; the rest are counted. */
const named = 3;

/** What is deleted, and which jobs will be cancelled with it. */
export function deletionInWords(deletion: Pick<Deletable, 'type' | 'title'>, jobs: readonly Pick<Job, 'title'>[]): string {
  if (deletion.type === 'project') return `The folder “${deletion.title}” is deleted. Its documents stay.`;
  if (jobs.length === 0) return `“${deletion.title}” is deleted.`;
  const titles = jobs.slice(0, named).map(({ title }) => `“${title || 'Untitled'}”`);
  const parts = jobs.length > named ? [...titles, `${jobs.length - named} more`] : titles;
  const list = parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
  return `“${deletion.title}” is deleted. ${jobs.length === 1 ? 'Its job' : 'Its jobs'} ${list} will be cancelled.`;
}
