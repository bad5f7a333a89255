import { liveQuery } from 'dexie';
import type { Database } from './database.ts';

/** How many changes of this copy the server has not acknowledged. */
export async function countUnsent({ outbox, state }: Pick<Database, 'outbox' | 'state'>): Promise<number> {
  const acknowledged = (await state.get('device'))?.state.acknowledged ?? 0;
  return outbox.where('n').above(acknowledged).count();
}

/** Resolves when the server has acknowledged every change of this copy, or the signal aborts; gives how many it has not. */
export const allSent = (database: Database, signal: AbortSignal): Promise<number> =>
  new Promise((resolve, reject) => {
    let left = 0;
    const watching = liveQuery(() => countUnsent(database)).subscribe({
      next: (unsent) => {
        left = unsent;
        if (unsent === 0) end();
      },
      error: reject,
    });
    const end = () => {
      watching.unsubscribe();
      resolve(left);
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
