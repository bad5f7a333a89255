import { Button } from '@mantine/core';
import { type FormEvent, useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { Document } from '../../../../shared/records/records.ts';
import { useSources } from '../../../store/live.ts';
import { fitsInto } from '../../../store/source-limits.ts';
import { useAct } from '../../desk.tsx';
import { counted } from '../../numbers.ts';
import { usePorts } from '../../ports-context.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { actionFailureInWords } from '../../words.ts';
import { ColumnChoice } from './column-choice.tsx';
import { type Columns, columnsKey, rowsAsSources } from './columns.ts';
import { findDuplicates } from './duplicates.ts';
import { FilePicker } from './file-picker.tsx';
import { type GatherOptions, gather, nothingSaid } from './intake.ts';
import { type Content, readPasted } from './read-file.ts';
import { type NamedRead, readFiles } from './read-files.ts';
import { columnsFor, rememberColumns } from './remembered-columns.ts';
import { SourceFields } from './source-fields.tsx';
import { contentInWords, shortfallInWords } from './source-words.ts';
import type { Table } from './table.ts';

type AddSourcesProps = {
  readonly document: Document;
  /** What was dropped on the page. */
  readonly dropped?: readonly File[];
  readonly onClose: () => void;
};

/** Takes in what is written, pasted, chosen or dropped. */
export function AddSources({ document, dropped = [], onClose }: AddSourcesProps) {
  const files = useReadFiles(dropped);
  const [pasted, setPasted] = useState('');
  const [said, setSaid] = useState(nothingSaid);
  const [login, setLogin] = useState(document.login ?? '');
  const { columnsOf, choose } = useColumns();
  const settled = useDeferredValue(pasted);
  const fromPaste = useMemo(() => readPasted(settled), [settled]);
  const contents = useMemo(() => allContents(files.reads, fromPaste), [files.reads, fromPaste]);
  const options = useMemo(() => ({ said, login, columnsOf }), [said, login, columnsOf]);
  const adding = useAdding(document, contents, options, onClose);
  const [alone] = contents.length === 1 ? contents : [];
  const ofOne = contents.length === 0 || alone?.content.type === 'text';
  const areAllRefused = files.reads.length > 0 && contents.length === 0;
  const hasFields = !areAllRefused && (ofOne || contents.some(({ content }) => content.type !== 'pull-requests'));
  return (
    <Dialog title="Add sources" onClose={onClose}>
      <form className="form" onSubmit={(event) => void adding.add(event)}>
        <FilePicker reads={files.reads} isReading={files.isReading} onFiles={files.read} onRemove={files.remove} />
        {files.reads.length === 0 && (
          <label className="field">
            <span className="field-label">Text</span>
            <textarea
              className="input input-tall"
              placeholder="Write or paste text, or what `gh pr list --json …` prints"
              value={pasted}
              onChange={(event) => setPasted(event.target.value)}
            />
          </label>
        )}
        {fromPaste !== null && files.reads.length === 0 && <p className="note">{contentInWords(fromPaste)}.</p>}
        {contents.some(({ content }) => content.type === 'pull-requests') && <LoginField login={login} onLogin={setLogin} />}
        {contents.map(({ name, content }) =>
          content.type === 'table' ? (
            <ColumnChoice
              key={name}
              file={name}
              table={content.table}
              columns={columnsOf(content.table)}
              onChoose={(columns) => choose(content.table, columns)}
              preview={previewOf(content.table, options)}
            />
          ) : null,
        )}
        {areAllRefused && <p className="note">None of these files can be read, so there is nothing to add. Choose others.</p>}
        {hasFields && (
          <SourceFields
            said={said}
            onSay={setSaid}
            of={ofOne ? 'one' : 'many'}
            {...(alone?.content.type === 'text' && { title: alone.content.title })}
          />
        )}
        <Outcome adding={adding} />
      </form>
    </Dialog>
  );
}

type NamedContent = { readonly name: string; readonly content: Content };

function allContents(reads: readonly NamedRead[], pasted: Content | null): readonly NamedContent[] {
  const read = reads.flatMap(({ name, read }) => (read.ok ? [{ name, content: read.value }] : []));
  return reads.length > 0 || pasted === null ? read : [{ name: 'what was pasted', content: pasted }];
}

const previewOf = (table: Table, { said, columnsOf }: GatherOptions) =>
  rowsAsSources({ ...table, rows: table.rows.slice(0, 3) }, columnsOf(table), said).sources;

/** The files that were read so far; the same name again takes the place of the one before. */
function useReadFiles(dropped: readonly File[]) {
  const [reads, setReads] = useState<readonly NamedRead[]>([]);
  const [reading, setReading] = useState(0);
  const read = async (files: readonly File[]) => {
    setReading((count) => count + 1);
    const fresh = await readFiles(files);
    setReads((known) => [...known.filter(({ name }) => fresh.every((each) => each.name !== name)), ...fresh]);
    setReading((count) => count - 1);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: each drop is read once
  useEffect(() => {
    if (dropped.length > 0) void read(dropped);
  }, [dropped]);
  const remove = (name: string) => setReads((known) => known.filter((each) => each.name !== name));
  return { reads, isReading: reading > 0, read: (files: readonly File[]) => void read(files), remove };
}

/** What each table's columns are: as chosen here, else as remembered or guessed. Tables with the same columns share it. */
function useColumns() {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Columns>>(new Map());
  const columnsOf = useMemo(() => (table: Table) => chosen.get(columnsKey(table.columns)) ?? columnsFor(table), [chosen]);
  const choose = (table: Table, columns: Columns) => {
    setChosen(new Map([...chosen, [columnsKey(table.columns), columns]]));
    rememberColumns(table, columns);
  };
  return { columnsOf, choose };
}

type Adding = ReturnType<typeof useAdding>;

/** What would be added, whether it fits, and adding it. */
function useAdding(document: Document, contents: readonly NamedContent[], options: GatherOptions, onDone: () => void) {
  const { actions } = usePorts();
  const act = useAct();
  const there = useSources(document.id);
  const [leavesOut, setLeavesOut] = useState(true);
  const [added, setAdded] = useState<number | null>(null);
  const gathered = useMemo(
    () =>
      gather(
        contents.map(({ content }) => content),
        options,
      ),
    [contents, options],
  );
  const duplicates = useMemo(() => findDuplicates(there ?? [], gathered.sources), [there, gathered]);
  const sources = useMemo(
    () => (leavesOut ? gathered.sources.filter((_, at) => !duplicates.has(at)) : gathered.sources),
    [leavesOut, gathered, duplicates],
  );
  const fits = useMemo(() => fitsInto(there ?? [], sources), [there, sources]);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    setAdded(0);
    if (options.login !== (document.login ?? '')) await act(actions.setLogin(document.id, options.login.trim()));
    const done = await act(actions.addSources(document.id, sources, setAdded));
    if (done.ok) onDone();
    else setAdded(null);
  };
  return {
    add,
    added,
    gathered,
    sources,
    duplicates: duplicates.size,
    leavesOut,
    setLeavesOut,
    fits,
    isKnown: there !== undefined,
  };
}

/** What is left to decide, and the button. */
function Outcome({ adding }: { readonly adding: Adding }) {
  const { gathered, sources, duplicates, added, fits } = adding;
  const shortfall = shortfallInWords(gathered);
  return (
    <>
      {duplicates > 0 && added === null && (
        <label className="check">
          <input type="checkbox" checked={adding.leavesOut} onChange={(event) => adding.setLeavesOut(event.target.checked)} />
          Leave out {counted(duplicates, 'duplicate')}: the same link, or the same title and text
        </label>
      )}
      {shortfall !== '' && <p className="note">{shortfall}</p>}
      {added !== null && <ProgressBar label="Adding sources" percent={Math.round((100 * added) / Math.max(1, sources.length))} />}
      <div className="form-bar">
        {!fits.ok && added === null ? (
          <p className="file-fault form-note" role="alert">
            {actionFailureInWords(fits.error)}
          </p>
        ) : (
          <p className="note form-note" role="status">
            {added === null ? '' : `${added.toLocaleString('en')} of ${counted(sources.length, 'source')} added`}
          </p>
        )}
        <Button type="submit" disabled={added !== null || sources.length === 0 || !fits.ok || !adding.isKnown}>
          {sources.length > 1 ? `Add ${counted(sources.length, 'source')}` : 'Add source'}
        </Button>
      </div>
    </>
  );
}

function LoginField({ login, onLogin }: { readonly login: string; readonly onLogin: (login: string) => void }) {
  return (
    <label className="field">
      <span className="field-label">Whose work the document is about</span>
      <input
        className="input"
        placeholder="Their login, such as octocat"
        maxLength={200}
        autoCapitalize="none"
        spellCheck={false}
        value={login}
        onChange={(event) => onLogin(event.target.value)}
      />
      <span className="note">It tells what they wrote (PR_AUTHORED) from what they reviewed (PR_REVIEWED).</span>
    </label>
  );
}
