import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { Source } from '../../../../shared/records/records.ts';

const EditSource = lazy(async () => ({ default: (await import('./edit-source.tsx')).EditSource }));

/** The editor of a list's sources: what opens it for one of them, and what it draws. */
export type SourceEditor = { readonly edit: (source: Source) => void; readonly editor: ReactNode };

/** Lets one source of a list be edited at a time. */
export function useSourceEditor(): SourceEditor {
  const [edited, setEdited] = useState<Source | null>(null);
  const editor = edited !== null && (
    <Suspense>
      <EditSource source={edited} onClose={() => setEdited(null)} />
    </Suspense>
  );
  return { edit: setEdited, editor };
}
