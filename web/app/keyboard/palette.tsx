import './keyboard.css';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useJobs, useLibrary } from '../../store/live.ts';
import { templates } from '../library/templates.ts';
import { useFound } from '../library/use-found.ts';
import { useNewDocument } from '../shell/new-document.ts';
import { Dialog } from '../ui/dialog.tsx';
import type { EarlyKeys } from './early-keys.ts';
import { choose, type PaletteItem } from './palette-items.ts';

type PaletteProps = {
  /** What was typed before the palette was here. */
  readonly takeEarly: () => EarlyKeys;
  readonly onClose: () => void;
  readonly onShortcuts: () => void;
};

const recent = { project: null, before: null, downTo: null, limit: 50 } as const;

/** Documents, jobs, pages and actions by their names: type, choose with the arrows, Enter. */
export function Palette({ takeEarly, onClose, onShortcuts }: PaletteProps) {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const { items: all, isRead, isSearched } = useItems(typed, onShortcuts);
  const items = choose(all, typed);
  const chosen = items[Math.min(at, items.length - 1)];
  const id = useId();
  const run = (item: PaletteItem) => {
    onClose();
    item.run();
  };
  // Enter means what a person would have seen: before everything is read, it waits for that.
  const [isEntered, setEntered] = useState(false);
  useEffect(() => {
    const early = takeEarly();
    setTyped((before) => early.typed + before);
    if (early.isEntered) setEntered(true);
  }, [takeEarly]);
  useEffect(() => {
    if (!isEntered || !isRead || (chosen === undefined && !isSearched)) return;
    setEntered(false);
    if (chosen !== undefined) run(chosen);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && items.length > 0) setAt((Math.min(at, items.length - 1) + step + items.length) % items.length);
    else if (event.key === 'Enter') setEntered(true);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Go to or do" onClose={onClose}>
      <input
        ref={(input) => input?.setAttribute('autofocus', '')}
        className="input"
        role="combobox"
        aria-label="Go to or do"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen && `${id}-${chosen.id}`}
        aria-autocomplete="list"
        placeholder="A document, a job, a page, or what to do"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
          setEntered(false);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="palette" role="listbox" id={`${id}-list`} aria-label="What fits">
        {items.map((item) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field keeps the focus and has the keys
          <div
            key={item.id}
            id={`${id}-${item.id}`}
            className="palette-item"
            role="option"
            tabIndex={-1}
            aria-selected={item === chosen}
            onClick={() => run(item)}
          >
            <span className="palette-label">{item.label}</span>
            <span className="note">{item.kind}</span>
          </div>
        ))}
      </div>
      {items.length === 0 && <p className="note">Nothing fits “{typed.trim()}”.</p>}
    </Dialog>
  );
}

type Items = {
  readonly items: readonly PaletteItem[];
  /** The device's documents and jobs are among them. */
  readonly isRead: boolean;
  /** So is what a search in the texts found. */
  readonly isSearched: boolean;
};

/** Everything that may be chosen: what a person does most first. */
function useItems(typed: string, onShortcuts: () => void): Items {
  const navigate = useNavigate();
  const newDocument = useNewDocument();
  const library = useLibrary(recent);
  const documents = library?.documents ?? [];
  const answer = useFound(typed);
  const found = answer?.hits ?? [];
  const read = useJobs({ limit: 50 });
  const jobs = read ?? [];
  const pages = [
    { to: '/', label: 'Library', hint: 'documents' },
    { to: '/jobs', label: 'Jobs', hint: 'running queue' },
    { to: '/settings', label: 'Settings', hint: 'key model theme' },
  ] as const;
  const seen = new Map([...documents, ...found.map(({ document }) => document)].map((document) => [document.id, document]));
  const items: readonly PaletteItem[] = [
    { id: 'new', kind: 'Do', label: 'New document', hint: 'create', run: () => void newDocument() },
    ...pages.map(
      ({ to, label, hint }): PaletteItem => ({ id: to, kind: 'Go to', label, hint, run: () => void navigate({ to }) }),
    ),
    ...[...seen.values()].map(
      (document): PaletteItem => ({
        id: document.id,
        kind: 'Document',
        label: document.title || 'Untitled',
        // What the search found, it found in the texts: the typed words need not stand in the title.
        hint: found.some((hit) => hit.document.id === document.id) ? typed : '',
        run: () => void navigate({ to: '/documents/$id', params: { id: document.id } }),
      }),
    ),
    ...jobs.map(
      (job): PaletteItem => ({
        id: job.id,
        kind: 'Job',
        label: job.title || 'Untitled',
        hint: job.status,
        run: () => void navigate({ to: '/jobs/$id', params: { id: job.id } }),
      }),
    ),
    ...templates.map(
      ({ name, blocks }): PaletteItem => ({
        id: `template-${name}`,
        kind: 'Do',
        label: `New document: ${name}`,
        hint: 'template',
        run: () => void newDocument(blocks),
      }),
    ),
    { id: 'shortcuts', kind: 'Do', label: 'Keyboard shortcuts', hint: 'keys help', run: onShortcuts },
  ];
  return { items, isRead: library !== undefined && read !== undefined, isSearched: typed.trim() === '' || answer !== null };
}
