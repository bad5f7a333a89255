import type { NewId } from '../../shared/kernel/random.ts';
import type { Change } from '../../shared/sync/change.ts';
import type { DeviceRows } from '../../shared/sync/device-store.memory.ts';
import type { Plan } from '../../web/store/briefs.ts';
import type { Device } from './device.ts';

/** What a person may do in a tab. What it is done to is picked from what the tab shows at that moment. */
export const deeds = [
  'new-document',
  'empty-document',
  'generate',
  'generate-all',
  'continue',
  'refine',
  'analyze',
  'edit',
  'edit-busy',
  'type-on',
  'set-prompt',
  'rename',
  'accept-suggestion',
  'discard-suggestion',
  'delete-block',
  'delete-document',
  'cancel',
  'pause',
  'resume',
  'retry',
  'prioritise',
  'set-leave',
  'ask-me',
  'project',
  'file',
  'unfile',
  'source',
  'sources',
  'edit-source',
  'delete-source',
  'choose',
  'dismiss',
  'cap',
  'uncap',
  'retry-all',
  'resume-all',
] as const;
export type Deed = (typeof deeds)[number];

/** `pick` in [0, 1) chooses among what there is; `word` is in whatever is written, so that every text is told apart. */
export type Action = { readonly deed: Deed; readonly pick: number; readonly word: string };

/** What a person does, and when. */
export type PersonEvent = { readonly at: number; readonly tab: number } & Action;

/** What a deed works with: the rows that the tab shows, and the one transaction that it writes in. */
export type Work = {
  readonly rows: DeviceRows;
  readonly device: Device;
  readonly newId: NewId;
  readonly write: (change: Change, plan?: Plan) => Promise<void>;
};

/** One of these, by a number in [0, 1). */
export function picked<T>(of: readonly T[], pick: number): T | null {
  return of[Math.floor(pick * of.length)] ?? null;
}
