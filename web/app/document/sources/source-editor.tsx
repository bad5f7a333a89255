import { type ReactNode, useState } from 'react';
import type { Source } from '../../../../shared/records/records.ts';
import { asDialog, latePart } from '../../ui/late-part.tsx';

const EditSource = latePart(async () => (await import('./edit-source.tsx')).EditSource, asDialog('Edit source'));

/** The editor of a list's sources: what opens it for one of them, and what it draws. */
export type SourceEditor = { readonly edit: (source: Source) => void; readonly editor: ReactNode };

/** Lets one source of a list be edited at a time. */
export function useSourceEditor(): SourceEditor {
  const [edited, setEdited] = useState<Source | null>(null);
  const editor = edited !== null && <EditSource source={edited} onClose={() => setEdited(null)} />;
  return { edit: setEdited, editor };
}
