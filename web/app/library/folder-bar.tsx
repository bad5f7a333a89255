import { ActionIcon } from '@mantine/core';
import { IconFolderPlus, IconPencil, IconTrash } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { Project } from '../../../shared/records/records.ts';
import { useAct, useDesk } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import { asDialog, latePart } from '../ui/late-part.tsx';

const FolderDialog = latePart(async () => (await import('./folder-dialog.tsx')).FolderDialog, asDialog('Folder'));

/** `All` is not the open one while a folder is. */
const exactly = { exact: true, includeSearch: true } as const;

type Asking = 'new' | 'name' | null;

/** The folders, and what can be done with the open one. */
export function FolderBar({ projects, open }: { readonly projects: readonly Project[]; readonly open: Project | null }) {
  const [asking, setAsking] = useState<Asking>(null);
  return (
    <nav className="folders" aria-label="Folders">
      {projects.length > 0 && (
        <Link to="/" search={{}} className="folder" activeOptions={exactly}>
          All
        </Link>
      )}
      {projects.map((project) => (
        <FolderLink key={project.id} project={project} />
      ))}
      <button type="button" className="link-button folder-new" onClick={() => setAsking('new')}>
        <IconFolderPlus size={16} stroke={1.75} aria-hidden="true" />
        New folder
      </button>
      {open !== null && <OpenFolder project={open} onRename={() => setAsking('name')} />}
      {asking !== null && <FolderDialog project={asking === 'name' ? open : null} onClose={() => setAsking(null)} />}
    </nav>
  );
}

function FolderLink({ project }: { readonly project: Project }) {
  const { arrivals } = useDesk();
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (arrivals.delete(project.id)) link.current?.focus();
  }, [arrivals, project.id]);
  return (
    <Link ref={link} to="/" search={{ folder: project.id }} className="folder" activeOptions={exactly}>
      {project.name}
    </Link>
  );
}

function OpenFolder({ project, onRename }: { readonly project: Project; readonly onRename: () => void }) {
  const { actions } = usePorts();
  const act = useAct();
  const navigate = useNavigate();
  const remove = async () => {
    const begun = await act(actions.beginDeletion({ type: 'project', id: project.id, title: project.name }));
    if (!begun.ok) return;
    await navigate({ to: '/', search: {} });
    document.querySelector<HTMLElement>('.folders a, .folders button')?.focus();
  };
  return (
    <span className="folder-acts">
      <ActionIcon variant="subtle" color="gray" size={32} aria-label="Rename folder" title="Rename folder" onClick={onRename}>
        <IconPencil size={16} stroke={1.75} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={32}
        aria-label="Delete folder"
        title="Delete folder; its documents stay"
        onClick={() => void remove()}
      >
        <IconTrash size={16} stroke={1.75} aria-hidden="true" />
      </ActionIcon>
    </span>
  );
}
