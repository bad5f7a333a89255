import { Button } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { Job } from '../../../shared/engine/job.ts';
import type { DocumentId } from '../../../shared/kernel/brand.ts';
import type { Project } from '../../../shared/records/records.ts';
import { type LibraryKey, useActiveJobs, useLibrary } from '../../store/live.ts';
import { useFailedLast } from '../../store/live-jobs.ts';
import { useAfter, useNow } from '../time-hooks.ts';
import { PlainList } from '../ui/plain-list.tsx';
import { DocumentRow } from './document-row.tsx';

/** How many documents are shown at once, and with each `Show more`. */
const pageSize = 50;
const noJobs: readonly Job[] = [];
const none: readonly DocumentId[] = [];
const noProjects: readonly Project[] = [];

type DocumentListProps = { readonly project: Project | null; readonly projects: readonly Project[] | undefined };

/**
 * Documents by last change, page by page. All pages but the last end at a fixed key, so that a document that changes moves to the top of
 * the first without any other page being read anew.
 */
export function DocumentList({ project, projects = noProjects }: DocumentListProps) {
  const [ends, setEnds] = useState<readonly LibraryKey[]>([]);
  const [last, setLast] = useState<LibraryKey | null>(null);
  const [isKnown, setKnown] = useState(false);
  const [count, setCount] = useState(0);
  const active = useActiveJobs();
  const jobs = useMemo(() => Map.groupBy(active ?? noJobs, (job) => job.documentId), [active]);
  const now = useNow(60_000);
  const around = { project, projects, jobs, now };
  return (
    <>
      {!isKnown && <ListSkeleton />}
      {isKnown && count === 0 && ends.length === 0 && last === null && (
        <p className="note">
          {project === null ? 'No documents yet.' : 'Nothing is in this folder yet. Move a document here, or begin a new one.'}
        </p>
      )}
      <PlainList className="document-list">
        {[...ends, null].map((end, at) => (
          <Page
            key={String(end ?? 'last')}
            {...around}
            before={ends[at - 1] ?? null}
            downTo={end}
            onLast={(next, rows) => {
              setLast(next);
              setCount(rows);
              setKnown(true);
            }}
          />
        ))}
      </PlainList>
      {last !== null && (
        <Button variant="default" onClick={() => setEnds([...ends, last])}>
          Show more
        </Button>
      )}
    </>
  );
}

type PageProps = {
  readonly project: Project | null;
  readonly projects: readonly Project[];
  /** Those that are not ended. */
  readonly jobs: ReadonlyMap<DocumentId, readonly Job[]>;
  readonly now: number;
  readonly before: LibraryKey | null;
  /** Null: the last page, which ends where it is full. */
  readonly downTo: LibraryKey | null;
  readonly onLast: (last: LibraryKey | null, rows: number) => void;
};

function Page({ project, projects, jobs, now, before, downTo, onLast }: PageProps) {
  const page = useLibrary({ project: project?.id ?? null, before, downTo, limit: pageSize });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another answer is news
  useEffect(() => {
    if (page !== undefined && downTo === null) onLast(page.last, page.documents.length);
  }, [page, downTo]);
  const failed = useFailedLast(page?.documents.map(({ id }) => id) ?? none);
  return page?.documents.map((document) => (
    <DocumentRow
      key={document.id}
      document={document}
      isFailed={failed?.has(document.id) ?? false}
      jobs={jobs.get(document.id) ?? noJobs}
      now={now}
      projects={projects}
      isInFolder={project !== null}
    />
  ));
}

function ListSkeleton() {
  const isSlow = useAfter(200);
  if (!isSlow) return null;
  return (
    <div className="document-list" aria-hidden="true">
      {[62, 48, 70, 40].map((width) => (
        <div key={width} className="document-row">
          <div className="bone" style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  );
}
