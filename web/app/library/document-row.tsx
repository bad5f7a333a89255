import { ActionIcon } from '@mantine/core';
import { IconFileText, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import type { Job } from '../../../shared/engine/job.ts';
import { percentOf } from '../../../shared/engine/progress.ts';
import type { Document } from '../../../shared/records/records.ts';
import { useDesk } from '../desk.tsx';
import { agoInWords, counted, exactTime } from '../numbers.ts';
import { usePorts } from '../ports-context.tsx';
import { focusNeighbour } from '../ui/focus-neighbour.ts';
import { ProgressBar } from '../ui/progress-bar.tsx';

type DocumentRowProps = { readonly document: Document; readonly jobs: readonly Job[]; readonly now: number };

/** A document in the library: its title, when it changed, and what is going on in it. */
export function DocumentRow({ document, jobs, now }: DocumentRowProps) {
  const title = document.title || 'Untitled';
  return (
    <li className="document-row">
      <IconFileText className="document-icon" size={20} stroke={1.5} aria-hidden="true" />
      <div className="document-what">
        <Link to="/documents/$id" params={{ id: document.id }} className="document-title" data-untitled={document.title === ''}>
          {title}
        </Link>
        <GoingOn jobs={jobs} />
      </div>
      <time className="document-when" dateTime={new Date(document.changedAt).toISOString()} title={exactTime(document.changedAt)}>
        {agoInWords(document.changedAt, now)}
      </time>
      <DeleteDocument document={document} title={title} jobs={jobs} />
    </li>
  );
}

function GoingOn({ jobs }: { readonly jobs: readonly Job[] }) {
  const running = jobs.find((job) => job.status === 'running');
  const job = running ?? jobs[0];
  if (job === undefined) return null;
  const more = jobs.length > 1 ? ` and ${counted(jobs.length - 1, 'more job')}` : '';
  return (
    <div className="document-job">
      {running && <ProgressBar label={`Progress of ${job.title || 'the job'}`} percent={percentOf(job)} />}
      <span>
        {words[job.status]}
        {more}
      </span>
    </div>
  );
}

const words: Record<Job['status'], string> = {
  queued: 'Queued',
  running: 'Writing',
  waiting: 'Waiting',
  paused: 'Paused',
  completed: 'Ready',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

function DeleteDocument({
  document,
  title,
  jobs,
}: {
  readonly document: Document;
  readonly title: string;
  readonly jobs: readonly Job[];
}) {
  const { actions } = usePorts();
  const { deferred } = useDesk();
  const remove = (event: MouseEvent<HTMLElement>) => {
    focusNeighbour(event.currentTarget, '.document-row', '.nav-new');
    deferred.begin({
      id: document.id,
      text: jobs.length === 0 ? `“${title}” is deleted.` : `“${title}” is deleted, and ${counted(jobs.length, 'job')} with it.`,
      run: () => {
        for (const job of jobs) void actions.intend(job.id, { type: 'cancel' });
        void actions.deleteDocument(document.id);
      },
    });
  };
  return (
    <ActionIcon variant="subtle" color="gray" size={32} aria-label="Delete" title={`Delete “${title}”`} onClick={remove}>
      <IconTrash size={18} stroke={1.5} aria-hidden="true" />
    </ActionIcon>
  );
}
