import { Button } from '@mantine/core';
import { type FormEvent, useDeferredValue, useMemo, useState } from 'react';
import type { DocumentId } from '../../../shared/kernel/brand.ts';
import { type SourceRole, sourceRoles } from '../../../shared/recipes/sources.ts';
import type { NewSource } from '../../ports.ts';
import { useAct } from '../desk.tsx';
import { counted } from '../numbers.ts';
import { usePorts } from '../ports-context.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { type Parsed, parsePasted } from './source-parsing.ts';

/** Takes in pasted text: one source, or one for each pull request of a list. */
export function AddSources({ document, onClose }: { readonly document: DocumentId; readonly onClose: () => void }) {
  const { actions } = usePorts();
  const act = useAct();
  const [pasted, setPasted] = useState('');
  const [said, setSaid] = useState<Said>({ title: '', role: 'evidence', type: '', date: '' });
  const [isAdding, setAdding] = useState(false);
  const settled = useDeferredValue(pasted);
  const parsed = useMemo(() => parsePasted(settled), [settled]);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    setAdding(true);
    const added = await act(actions.addSources(document, sourcesFrom(parsePasted(pasted), said)));
    setAdding(false);
    if (added.ok) onClose();
  };
  return (
    <Dialog title="Add sources" onClose={onClose}>
      <form className="form" onSubmit={(event) => void add(event)}>
        <label className="field">
          <span className="field-label">Text</span>
          <textarea
            className="input input-tall"
            placeholder="Paste text, or what `gh pr list --json …` prints"
            value={pasted}
            onChange={(event) => setPasted(event.target.value)}
          />
        </label>
        <p className="note" role="status">
          {foundInWords(parsed)}
        </p>
        {parsed.type === 'text' && <AboutText parsed={parsed} said={said} onSay={setSaid} />}
        <div className="form-bar">
          <Button type="submit" loading={isAdding} disabled={parsed.type === 'nothing'}>
            {parsed.type === 'pull-requests' ? `Add ${counted(parsed.sources.length, 'source')}` : 'Add source'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What a person says about a text that does not say it itself. */
type Said = { readonly title: string; readonly role: SourceRole; readonly type: string; readonly date: string };

type AboutTextProps = {
  readonly parsed: Extract<Parsed, { readonly type: 'text' }>;
  readonly said: Said;
  readonly onSay: (said: Said) => void;
};

function AboutText({ parsed, said, onSay }: AboutTextProps) {
  return (
    <div className="fields">
      <label className="field field-wide">
        <span className="field-label">Title of the source</span>
        <input
          className="input"
          placeholder={parsed.title}
          maxLength={500}
          value={said.title}
          onChange={(event) => onSay({ ...said, title: event.target.value })}
        />
      </label>
      <label className="field">
        <span className="field-label">Role</span>
        <select className="input" value={said.role} onChange={(event) => onSay({ ...said, role: roleOf(event.target.value) })}>
          {sourceRoles.map((role) => (
            <option key={role} value={role}>
              {role[0]?.toUpperCase()}
              {role.slice(1)}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span className="field-label">Type, if it has one</span>
        <input
          className="input"
          placeholder="PR_AUTHORED"
          maxLength={80}
          value={said.type}
          onChange={(event) => onSay({ ...said, type: event.target.value })}
        />
      </label>
      <label className="field">
        <span className="field-label">Date, if it has one</span>
        <input
          className="input"
          type="date"
          value={said.date}
          onChange={(event) => onSay({ ...said, date: event.target.value })}
        />
      </label>
    </div>
  );
}

const roleOf = (text: string): SourceRole => sourceRoles.find((role) => role === text) ?? 'evidence';

function sourcesFrom(parsed: Parsed, said: Said): readonly NewSource[] {
  if (parsed.type === 'nothing') return [];
  if (parsed.type === 'pull-requests') return parsed.sources;
  const title = said.title.trim() || parsed.title;
  const date = said.date === '' ? null : said.date;
  return [{ title, text: parsed.text, role: said.role, type: said.type.trim(), date, author: '', url: '' }];
}

function foundInWords(parsed: Parsed): string {
  if (parsed.type === 'nothing') return 'Pasted pull requests become one source each; any other text becomes one source.';
  if (parsed.type === 'text') return `${counted(parsed.text.length, 'character')}, as one source.`;
  const without = parsed.without === 0 ? '' : ` ${counted(parsed.without, 'entry', 'entries')} had nothing to read.`;
  return `${counted(parsed.sources.length, 'pull request')}, each as a source with its date and author.${without}`;
}
