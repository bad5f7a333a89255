import { IconUpload } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { Document } from '../../../../shared/records/records.ts';
import { dropShared } from '../../../offline/shared.ts';
import { useSharedFiles } from '../../share/shared-files.ts';
import { asDialog, latePart } from '../../ui/late-part.tsx';

const AddSources = latePart(async () => (await import('./add-sources.tsx')).AddSources, asDialog('Add sources'));

const IntakeContext = createContext<(() => void) | null>(null);

/** Opens the window in which sources are added; anywhere inside a `SourcesIntake`. */
export function useAddSources(): () => void {
  const open = useContext(IntakeContext);
  if (open === null) throw new Error('No SourcesIntake around this component');
  return open;
}

type SourcesIntakeProps = { readonly document: Document; readonly children: ReactNode };

/** Makes the whole page a place to drop files on, and holds the one window that takes sources in. */
export function SourcesIntake({ document, children }: SourcesIntakeProps) {
  /** Null while the window is closed. */
  const [dropped, setDropped] = useState<readonly File[] | null>(null);
  const isOver = useDrop(setDropped);
  const shared = useShared(setDropped);
  const close = () => {
    setDropped(null);
    shared.settle();
  };
  const [open] = useState(() => () => setDropped([]));
  return (
    <IntakeContext value={open}>
      {children}
      {isOver && (
        <div className="drop-overlay" aria-hidden="true">
          <p>
            <IconUpload size={20} stroke={1.75} />
            Drop files to add them as sources
          </p>
        </div>
      )}
      {dropped !== null && <AddSources document={document} dropped={dropped} onClose={close} />}
    </IntakeContext>
  );
}

/** Hands over what another app has shared for this document. It is kept until the window is closed: a reload brings it back. */
function useShared(onFiles: (files: readonly File[]) => void): { readonly settle: () => void } {
  const { share } = useSearch({ from: '/documents/$id' });
  const navigate = useNavigate({ from: '/documents/$id' });
  const files = useSharedFiles(share);
  useEffect(() => {
    if (files) onFiles(files);
  }, [files, onFiles]);
  const settle = () => {
    if (share === undefined) return;
    void dropShared(share).catch(() => {});
    void navigate({ search: {}, replace: true });
  };
  return { settle };
}

/** Hands over what is dropped anywhere on the page; true while files are held over it. Text that is dragged is left to its fields. */
function useDrop(onFiles: (files: readonly File[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const life = new AbortController();
    const listen = (type: 'dragenter' | 'dragover' | 'dragleave' | 'drop', run: (event: DragEvent) => void) =>
      addEventListener(type, (event) => event.dataTransfer?.types.includes('Files') && run(event), { signal: life.signal });
    const hold = (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    };
    listen('dragenter', hold);
    listen('dragover', hold);
    // It leaves the page, and not one part of it for another.
    listen('dragleave', ({ relatedTarget }) => relatedTarget === null && setOver(false));
    listen('drop', (event) => {
      event.preventDefault();
      setOver(false);
      onFiles([...(event.dataTransfer?.files ?? [])]);
    });
    return () => life.abort();
  }, [onFiles]);
  return isOver;
}
