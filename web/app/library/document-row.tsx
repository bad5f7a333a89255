import { ActionIcon } from '@mantine/core';
import { IconAlertTriangle, IconCopy, IconFileText, IconFolder, IconHelpCircle, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type MouseEvent, memo, type ReactNode, useEffect, useRef } from 'react';
import type { Job } from '../../../shared/engine/job.ts';
import { percentOf } from '../../../shared/engine/progress.ts';
import { maxTitleChars } from '../../../shared/records/limits.ts';
import type { Document, Project } from '../../../shared/records/records.ts';
import { settle, useAct, useDesk } from '../desk.tsx';
import { agoInWords, counted, exactTime } from '../numbers.ts';
import { usePorts } from '../ports-context.tsx';
import { focusNeighbour } from '../ui/focus-neighbour.ts';
import { ProgressBar } from '../ui/progress-bar.tsx';

type DocumentRowProps = {
  readonly document: Document;
  /** Its jobs that are not ended. */
  readonly jobs: readonly Job[];
  /** Its last job has failed, and nobody has begun another since. */
  readonly isFailed: boolean;
  readonly now: number;
  readonly projects: readonly Project[];
  /** Its folder is the open one and need not be named. */
  readonly isInFolder: boolean;
  /** The line that a search found. */
  readonly line?: ReactNode;
};

/** A document in the library: its title, when it changed, and what is going on in it. Drawn anew only when something of that is new. */
export const DocumentRow = memo(function DocumentRow(props: DocumentRowProps) {
  const { document, jobs, isFailed, now, projects, isInFolder, line } = props;
  const title = document.title || 'Untitled';
  const { arrivals } = useDesk();
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (arrivals.delete(document.id)) link.current?.focus();
  }, [arrivals, document.id]);
  const folder = isInFolder ? undefined : projects.find(({ id }) => id === document.projectId);
  return (
    <li className="document-row">
      <IconFileText className="document-icon" size={20} stroke={1.5} aria-hidden="true" />
      <div className="document-what">
        <Link
          ref={link}
          to="/documents/$id"
          params={{ id: document.id }}
          className="document-title"
          data-untitled={document.title === ''}
        >
          {title}
        </Link>
        {line && <p className="document-line">{line}</p>}
        {folder && <span className="document-folder">{folder.name}</span>}
        <GoingOn jobs={jobs} />
        <NeedsYou jobs={jobs} isFailed={isFailed} />
      </div>
      <time className="document-when" dateTime={new Date(document.changedAt).toISOString()} title={exactTime(document.changedAt)}>
        {agoInWords(document.changedAt, now)}
      </time>
      <DocumentButtons document={document} title={title} projects={projects} />
    </li>
  );
});

function GoingOn({ jobs }: { readonly jobs: readonly Job[] }) {
  const going = jobs.filter((job) => job.status !== 'waiting' || job.for !== 'person');
  const running = going.find((job) => job.status === 'running');
  const job = running ?? going[0];
  if (job === undefined) return null;
  const more = going.length > 1 ? ` and ${counted(going.length - 1, 'more job')}` : '';
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

/** What does not go on without a person. */
function NeedsYou({ jobs, isFailed }: Pick<DocumentRowProps, 'jobs' | 'isFailed'>) {
  if (jobs.some((job) => job.status === 'waiting' && job.for === 'person'))
    return (
      <span className="document-needs" data-status="waiting">
        <IconHelpCircle size={16} stroke={1.75} aria-hidden="true" />
        Waits for your decision
      </span>
    );
  if (!isFailed) return null;
  return (
    <span className="document-needs" data-status="failed">
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden="true" />
      The last job failed
    </span>
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

function DocumentButtons({
  document,
  title,
  projects,
}: Pick<DocumentRowProps, 'document' | 'projects'> & { readonly title: string }) {
  const { actions } = usePorts();
  const desk = useDesk();
  const act = useAct();
  const duplicate = async () => {
    await settle(desk);
    const made = await act(actions.duplicateDocument(document.id, copyTitle(document.title)));
    if (!made.ok) return;
    desk.arrivals.add(made.value);
    desk.toasts.show({ tone: 'done', text: `“${title}” is duplicated.`, lastsMs: 4_000 });
  };
  const remove = (event: MouseEvent<HTMLElement>) => {
    focusNeighbour(event.currentTarget, '.document-row', '.nav-new');
    void act(actions.beginDeletion({ type: 'document', id: document.id, title }));
  };
  return (
    <div className="document-buttons">
      {projects.length > 0 && <FolderChoice document={document} projects={projects} />}
      <ActionIcon
        variant="subtle"
        color="gray"
        size={32}
        aria-label="Duplicate"
        title={`Duplicate “${title}”`}
        onClick={() => void duplicate()}
      >
        <IconCopy size={18} stroke={1.5} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" size={32} aria-label="Delete" title={`Delete “${title}”`} onClick={remove}>
        <IconTrash size={18} stroke={1.5} aria-hidden="true" />
      </ActionIcon>
    </div>
  );
}

/** The browser's own choice, laid over an icon: a keyboard, a screen reader and a thumb know it. */
function FolderChoice({ document, projects }: Pick<DocumentRowProps, 'document' | 'projects'>) {
  const { actions } = usePorts();
  const act = useAct();
  return (
    <span className="folder-choice" title="Move to a folder">
      <IconFolder size={18} stroke={1.5} aria-hidden="true" />
      <select
        aria-label="Folder"
        value={document.projectId ?? ''}
        onChange={({ target }) =>
          void act(actions.moveDocument(document.id, projects.find(({ id }) => id === target.value)?.id ?? null))
        }
      >
        <option value="">No folder</option>
        {projects.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </span>
  );
}

const copyTitle = (title: string): string => (title === '' ? '' : `${title.slice(0, maxTitleChars - 7)} (copy)`);
