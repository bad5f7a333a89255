import type { JobFilter } from '../../store/live-jobs.ts';
import type { JobSearch } from './job-search.ts';

/** What is looked for on the device. Of jobs that are not ended only their page knows whether they wait, so all of them are read. */
export const filterOf = ({ status, kind, document, from, to, q }: JobSearch): JobFilter => ({
  state: stateOf(status),
  kind: kind ?? null,
  document: document ?? null,
  from: from === undefined ? null : startOf(from, 0),
  until: to === undefined ? null : startOf(to, 1),
  words: q ?? '',
});

/** Whether anything is looked for at all. */
export const isFiltered = (search: JobSearch): boolean => Object.values(search).some((value) => value !== undefined);

function stateOf(status: JobSearch['status']): JobFilter['state'] {
  switch (status) {
    case undefined:
      return null;
    case 'completed':
    case 'failed':
    case 'cancelled':
      return status;
    case 'unfinished':
    case 'queued':
    case 'running':
    case 'waiting':
    case 'paused':
      return 'active';
  }
}

/** The first moment of a day where the person is, so many days later. */
function startOf(day: string, later: number): number {
  const at = new Date(`${day}T00:00`);
  at.setDate(at.getDate() + later);
  return at.getTime();
}
