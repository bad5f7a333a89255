import { useAct } from '../desk.tsx';
import { bytesInWords, counted } from '../numbers.ts';
import { usePorts } from '../ports-context.tsx';

/** What the browser says of the room that this page has; null where it does not say. In bytes. */
export type StorageFacts = { readonly used: number | null; readonly room: number | null; readonly isPersistent: boolean | null };

/** How much room is used, and how much there is. */
export function usedInWords({ used, room }: StorageFacts): string {
  if (used === null) return 'This browser does not say how much is used.';
  return room === null ? `${bytesInWords(used)} are used.` : `${bytesInWords(used)} of ${bytesInWords(room)} are used.`;
}

/** Asks the browser, which may not say. */
export async function readStorage(): Promise<StorageFacts> {
  const { storage } = navigator;
  if (storage === undefined) return { used: null, room: null, isPersistent: null };
  const [estimate, isPersistent] = await Promise.all([
    storage.estimate().catch(() => null),
    storage.persisted().catch(() => null),
  ]);
  return { used: estimate?.usage ?? null, room: estimate?.quota ?? null, isPersistent };
}

/** Takes finished jobs off this device, and says how many there were; null if it could not, which is told elsewhere. */
export function useClearFinished(): () => Promise<string | null> {
  const { actions } = usePorts();
  const act = useAct();
  return async () => {
    const cleared = await act(actions.clearFinishedJobs());
    if (!cleared.ok) return null;
    const { value } = cleared;
    if (value === 0) return 'There are no finished jobs to clear.';
    return `${counted(value, 'finished job is', 'finished jobs are')} cleared.`;
  };
}
