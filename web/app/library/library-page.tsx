import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useLibrary, useProjects } from '../../store/live.ts';
import { PageHeader } from '../shell/page-header.tsx';
import { inPlace, inSilence, latePart } from '../ui/late-part.tsx';
import { DocumentList } from './document-list.tsx';
import { EmptyLibrary } from './empty-library.tsx';
import { FolderBar } from './folder-bar.tsx';
import { SearchBox } from './search-box.tsx';
import { useFound } from './use-found.ts';

const FoundList = latePart(async () => (await import('./found-list.tsx')).FoundList, inPlace);
const TemplateMenu = latePart(async () => (await import('./template-menu.tsx')).TemplateMenu, inSilence);

const any = { project: null, before: null, downTo: null, limit: 1 } as const;

/** `/`: all documents, the last changed first, or those of one folder, or those that have some words. */
export function LibraryPage() {
  const { folder } = useSearch({ from: '/' });
  const [search, setSearch] = useState('');
  const found = useFound(search);
  const first = useLibrary(any);
  const projects = useProjects();
  const open = projects?.find(({ id }) => id === folder) ?? null;
  const isEmpty = first?.documents.length === 0 && first.last === null && projects?.length === 0 && search === '';
  return (
    <>
      <title>{`${open?.name ?? 'Library'} · Meanwhile`}</title>
      <PageHeader />
      <div className="page">
        <div className="page-top">
          <h1>Library</h1>
          {!isEmpty && <SearchBox value={search} onChange={setSearch} />}
          <span className="page-templates">
            <TemplateMenu isAlone />
          </span>
        </div>
        {isEmpty && <EmptyLibrary />}
        {!isEmpty && search === '' && projects !== undefined && <FolderBar projects={projects} open={open} />}
        {!isEmpty && search === '' && <DocumentList key={open?.id ?? ''} project={open} projects={projects} />}
        {search !== '' && <FoundList search={search} found={found} projects={projects ?? []} onClear={() => setSearch('')} />}
      </div>
    </>
  );
}
