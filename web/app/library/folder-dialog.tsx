import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { Project } from '../../../shared/records/records.ts';
import { useAct } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** Asks for a folder's name; without a `project` it makes a new folder and opens it. */
export function FolderDialog({ project, onClose }: { readonly project: Project | null; readonly onClose: () => void }) {
  const { actions } = usePorts();
  const act = useAct();
  const navigate = useNavigate();
  const [name, setName] = useState(project?.name ?? '');
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted === '') return;
    if (project !== null) {
      if ((await act(actions.renameProject(project.id, wanted))).ok) onClose();
      return;
    }
    const made = await act(actions.createProject(wanted));
    if (!made.ok) return;
    onClose();
    await navigate({ to: '/', search: { folder: made.value } });
  };
  return (
    <Dialog title={project === null ? 'New folder' : 'Rename folder'} onClose={onClose}>
      <form className="form" onSubmit={(event) => void save(event)}>
        <label className="field">
          <span className="field-label">Name</span>
          <input
            className="input"
            ref={(input) => input?.setAttribute('autofocus', '')}
            maxLength={500}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <div className="form-bar">
          <Button type="submit" disabled={name.trim() === ''}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
