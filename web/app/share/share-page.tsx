import './share.css';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { DocumentId } from '../../../shared/kernel/brand.ts';
import { dropShared, maxSharedBytes, tooLarge } from '../../offline/shared.ts';
import { useLibrary } from '../../store/live.ts';
import { useAct } from '../desk.tsx';
import { bytesInWords, counted } from '../numbers.ts';
import { usePorts } from '../ports-context.tsx';
import { PageHeader } from '../shell/page-header.tsx';
import { useSharedFiles } from './shared-files.ts';

/** `/share`: what another app has shared, and which document it is to be a source of. */
export function SharePage() {
  const { id } = useSearch({ from: '/share' });
  const files = useSharedFiles(id);
  if (files === undefined) return <PageHeader />;
  const isNothing = files === null || id === undefined;
  return (
    <>
      <title>Shared with Meanwhile</title>
      <PageHeader />
      <div className={isNothing ? 'page page-message' : 'page'}>
        {isNothing ? <NothingShared isTooLarge={id === tooLarge} /> : <Shared id={id} files={files} />}
      </div>
    </>
  );
}

/** So many of the documents that were changed last are offered. */
const offered = { project: null, before: null, downTo: null, limit: 50 } as const;

function Shared({ id, files }: { readonly id: string; readonly files: readonly File[] }) {
  const { actions } = usePorts();
  const act = useAct();
  const navigate = useNavigate();
  const documents = useLibrary(offered)?.documents ?? [];
  const [isAsking, setAsking] = useState(false);
  const open = (document: DocumentId) => navigate({ to: '/documents/$id', params: { id: document }, search: { share: id } });
  const make = async () => {
    setAsking(true);
    const made = await act(actions.createDocument());
    if (made.ok) await open(made.value);
    setAsking(false);
  };
  const discard = async () => {
    await dropShared(id);
    await navigate({ to: '/' });
  };
  return (
    <>
      <div className="page-top">
        <h1>Add what was shared to a document</h1>
      </div>
      <p>
        {counted(files.length, 'thing was', 'things were')} shared. You can look through{' '}
        {files.length === 1 ? 'it before it becomes a source' : 'them before they become sources'}.
      </p>
      <ul className="shared-files" aria-label="Shared">
        {files.map((file) => (
          <li key={file.name}>
            {file.name} <span className="note">{bytesInWords(file.size)}</span>
          </li>
        ))}
      </ul>
      <div className="shared-bar">
        <button type="button" className="link-button" disabled={isAsking} onClick={() => void make()}>
          A new document
        </button>
        <button type="button" className="link-button" onClick={() => void discard()}>
          Discard
        </button>
      </div>
      {documents.length > 0 && <h2 id="share-into">Or one that you have</h2>}
      <ul className="shared-documents" aria-labelledby="share-into">
        {documents.map((document) => (
          <li key={document.id}>
            <Link to="/documents/$id" params={{ id: document.id }} search={{ share: id }} className="shared-document">
              {document.title || 'Untitled'}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

function NothingShared({ isTooLarge }: { readonly isTooLarge: boolean }) {
  return (
    <>
      <h1>{isTooLarge ? 'That was too large to take in' : 'There is nothing shared here'}</h1>
      <p>
        {isTooLarge
          ? `Up to ${bytesInWords(maxSharedBytes)} can be shared at once. Share less, or open a document and add its files there.`
          : 'It was added or discarded already. Share it once more, or open a document and add sources there.'}
      </p>
      <Link to="/">To the library</Link>
    </>
  );
}
