import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Source } from '../../../../shared/records/records.ts';
import { useAct } from '../../desk.tsx';
import { usePorts } from '../../ports-context.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import type { Said } from './intake.ts';
import { SourceFields } from './source-fields.tsx';

/** Changes what a source says; jobs that were started before keep what it said then. */
export function EditSource({ source, onClose }: { readonly source: Source; readonly onClose: () => void }) {
  const { actions } = usePorts();
  const act = useAct();
  const { title, role, type, author, url } = source;
  const [said, setSaid] = useState<Said>({ title, role, type, date: source.date?.slice(0, 10) ?? '', author, url });
  const [text, setText] = useState(source.text);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    // A day that was not touched keeps its time.
    const date = said.date === (source.date?.slice(0, 10) ?? '') ? source.date : said.date || null;
    const saved = await act(actions.changeSource(source.id, { ...said, date, text }));
    if (saved.ok) onClose();
  };
  return (
    <Dialog title="Edit source" onClose={onClose}>
      <form className="form" onSubmit={(event) => void save(event)}>
        <SourceFields said={said} onSay={setSaid} of="one" />
        <label className="field">
          <span className="field-label">Text</span>
          <textarea className="input input-tall" value={text} onChange={(event) => setText(event.target.value)} />
        </label>
        <div className="form-bar">
          <Button type="submit" disabled={text.trim() === ''}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
