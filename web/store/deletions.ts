import { millis } from '../../shared/kernel/time.ts';
import { type Actions, type Deletion, type Done, undoMs } from '../ports.ts';
import { type ActionDeps, act, type Deed, Refused } from './act.ts';
import { cancelWithin } from './job-actions.ts';

/*
 * Deletions that can be taken back. A row on this device says that something is to be deleted, and until when a person may think again;
 * every tab shows it as deleted by that row. The first tab that finds it overdue does it, or the engine when no tab is left, or the
 * next visit. Doing it and dropping the row is one transaction, so it happens once and is never left open.
 */

/** Begins, takes back and does deletions. */
export const deletionActions = (deps: ActionDeps): Pick<Actions, 'beginDeletion' | 'undoDeletion' | 'finishDeletions'> => ({
  beginDeletion: (what) =>
    act(deps, async ({ tx }) => {
      const table = what.type === 'document' ? 'documents' : 'projects';
      if ((await tx.get(table, what.id)) === null) throw new Refused({ type: 'gone' });
      await deps.database.deletions.put({ ...what, until: millis(deps.clock.now() + undoMs) });
    }),
  undoDeletion: (id) =>
    act(deps, async () => {
      if ((await deps.database.deletions.get(id)) === undefined) throw new Refused({ type: 'gone' });
      await deps.database.deletions.delete(id);
    }),
  finishDeletions: () => {
    const now = deps.clock.now();
    // One that is further ahead than it can be was begun before the clock was put back.
    return finish(deps, ({ until }) => until <= now || until > now + undoMs);
  },
});

/** Does all deletions that are still open, whatever their time. */
export const finishAllDeletions = (deps: ActionDeps): Done => finish(deps, () => true);

async function finish(deps: ActionDeps, isDue: (deletion: Deletion) => boolean): Done {
  return act(deps, async (deed) => {
    for (const deletion of await deps.database.deletions.toArray()) {
      if (!isDue(deletion)) continue;
      await deps.database.deletions.delete(deletion.id);
      await remove(deps, deed, deletion);
    }
  });
}

/** What another device has deleted meanwhile needs nothing more. */
async function remove(deps: ActionDeps, deed: Deed, deletion: Deletion): Promise<void> {
  if (deletion.type === 'project') {
    if ((await deed.tx.get('projects', deletion.id)) !== null) await deed.record({ type: 'delete-project', id: deletion.id });
    return;
  }
  await cancelWithin(deps, deed, (job) => job.documentId === deletion.id);
  if ((await deed.tx.get('documents', deletion.id)) !== null) await deed.record({ type: 'delete-document', id: deletion.id });
}
