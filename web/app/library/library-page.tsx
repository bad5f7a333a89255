import { Button } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useDeferredValue, useState, useSyncExternalStore } from 'react';
import type { Job } from '../../../shared/engine/job.ts';
import type { Document } from '../../../shared/records/records.ts';
import { useActiveJobs, useDocuments } from '../../store/live.ts';
import { useAct, useDesk } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import { useNewDocument } from '../shell/new-document.ts';
import { PageHeader } from '../shell/page-header.tsx';
import { useAfter, useNow } from '../time-hooks.ts';
import { DocumentRow } from './document-row.tsx';

/** How many documents a page of the list has; a search looks at more of them. */
const pageSize = 50;
const searchedSize = 1_000;
const noJobs: readonly Job[] = [];

/** All documents, the last changed first. */
export function LibraryPage() {
  const [limit, setLimit] = useState(pageSize);
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search.trim().toLocaleLowerCase());
  const stored = useDocuments({ limit: wanted === '' ? limit + 1 : searchedSize });
  const { deferred } = useDesk();
  const hidden = useSyncExternalStore(deferred.subscribe, deferred.hidden);
  const documents = stored?.filter((document) => !hidden.has(document.id));
  const found = documents?.filter((document) => matches(document, wanted));
  const isEmpty = documents?.length === 0 && wanted === '';
  return (
    <>
      <title>Library · Meanwhile</title>
      <PageHeader />
      <div className="page">
        <div className="page-top">
          <h1>Library</h1>
          {!isEmpty && <SearchBox value={search} onChange={setSearch} />}
        </div>
        {found === undefined && <ListSkeleton />}
        {isEmpty && <EmptyLibrary />}
        {found !== undefined && !isEmpty && <DocumentList documents={wanted === '' ? found.slice(0, limit) : found} />}
        {found?.length === 0 && wanted !== '' && <NothingFound search={search} onClear={() => setSearch('')} />}
        {wanted === '' && (stored?.length ?? 0) > limit && (
          <Button variant="default" onClick={() => setLimit(limit + pageSize)}>
            Show more
          </Button>
        )}
      </div>
    </>
  );
}

const matches = (document: Document, wanted: string): boolean =>
  wanted === '' || wanted.split(/\s+/).every((word) => document.title.toLocaleLowerCase().includes(word));

function SearchBox({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  return (
    <div className="search">
      <IconSearch size={16} stroke={1.75} aria-hidden="true" />
      <input
        type="search"
        aria-label="Search documents"
        placeholder="Search documents"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onChange('')}
      />
    </div>
  );
}

function DocumentList({ documents }: { readonly documents: readonly Document[] }) {
  const jobs = useActiveJobs() ?? noJobs;
  const now = useNow(60_000);
  return (
    // biome-ignore lint/a11y/noRedundantRoles: without its marks, a list is not announced as one by every browser
    <ul className="document-list" role="list">
      {documents.map((document) => (
        <DocumentRow
          key={document.id}
          document={document}
          jobs={jobs.filter((job) => job.documentId === document.id)}
          now={now}
        />
      ))}
    </ul>
  );
}

function EmptyLibrary() {
  const { actions } = usePorts();
  const act = useAct();
  const navigate = useNavigate();
  const newDocument = useNewDocument();
  const [isMaking, setMaking] = useState(false);
  const openSample = async () => {
    setMaking(true);
    const made = await act(actions.createSample());
    setMaking(false);
    if (made.ok) await navigate({ to: '/documents/$id', params: { id: made.value } });
  };
  return (
    <div className="empty">
      <p className="empty-lead">
        Write a prompt for each part of a document, add what it should be based on, and press Generate. You can leave the page,
        close the tab or go offline: the writing goes on, and nothing is lost.
      </p>
      <Button onClick={() => void newDocument()}>Start a document</Button>
      <section className="sample" aria-label="Sample">
        <div>
          <h2>Release notes and a review of this quarter’s work on Meanwhile</h2>
          <p>Meanwhile’s own history as sources, with four prompts, ready to run.</p>
        </div>
        <Button variant="default" loading={isMaking} onClick={() => void openSample()}>
          Open the sample
        </Button>
      </section>
      <p className="note">
        Already used Meanwhile here? Run <code>npm run link</code> where the server runs, and open the link in this browser.
      </p>
    </div>
  );
}

function NothingFound({ search, onClear }: { readonly search: string; readonly onClear: () => void }): ReactNode {
  return (
    <p className="note" role="status">
      No title has “{search.trim()}” in it.{' '}
      <button type="button" className="link-button" onClick={onClear}>
        Show all documents
      </button>
    </p>
  );
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
