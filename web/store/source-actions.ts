import { type DocumentId, type SourceId, sourceId } from '../../shared/kernel/brand.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { Source } from '../../shared/records/records.ts';
import { maxSourcesAtOnce } from '../../shared/sync/change.ts';
import type { Actions, Done, NewSource } from '../ports.ts';
import { type ActionDeps, act, Refused } from './act.ts';
import { fitsInto } from './source-limits.ts';
import { sourcesOf } from './sources-of.ts';

type SourceActions = Pick<Actions, 'addSources' | 'changeSource' | 'deleteSource'>;

/** What a person does with a document's sources. */
export const sourceActions = (deps: ActionDeps): SourceActions => ({
  addSources: (document, sources, added = () => {}) => addSources(deps, document, sources, added),
  changeSource: (id, fields) =>
    act(deps, async ({ tx, record }) => {
      const source = await tx.get('sources', id);
      if (source === null) throw new Refused({ type: 'gone' });
      const others = (await sourcesOf(deps.database, source.documentId)).filter((other) => other.id !== id);
      const fits = fitsInto(others, [{ ...source, ...fields }]);
      if (!fits.ok) throw new Refused(fits.error);
      await record({ type: 'patch-source', id, fields });
    }),
  deleteSource: (id) => act(deps, ({ record }) => record({ type: 'delete-source', id })),
});

/**
 * A few transactions for thousands, so that others get their turn between them; all fit before the first is taken in. If a later one
 * fails, those before it are there.
 */
async function addSources(
  deps: ActionDeps,
  document: DocumentId,
  sources: readonly NewSource[],
  added: (count: number) => void,
): Done<readonly SourceId[]> {
  const createdAt = deps.clock.now();
  // Sources of one moment are read in the order of their ids.
  const ids = sources.map(() => deps.newId()).sort();
  const named = sources.flatMap((source, at): readonly Source[] => {
    const id = ids[at];
    return id === undefined ? [] : [{ ...source, id: sourceId(id), documentId: document, createdAt }];
  });
  let count = 0;
  for (const batch of inBatches(named)) {
    const done = await act(deps, async ({ record }) => {
      if (count === 0) await refuseExcess(deps, document, sources);
      await record({ type: 'create-sources', documentId: document, sources: batch });
    });
    if (!done.ok) return done;
    count += batch.length;
    added(count);
  }
  return ok(named.map(({ id }) => id));
}

async function refuseExcess({ database }: ActionDeps, document: DocumentId, sources: readonly NewSource[]): Promise<void> {
  const fits = fitsInto(await sourcesOf(database, document), sources);
  if (!fits.ok) throw new Refused(fits.error);
}

/** So much text goes into one change, so that a push with it stays small. */
const maxBatchChars = 1_000_000;

function inBatches(sources: readonly Source[]): readonly Source[][] {
  const batches: Source[][] = [];
  let chars = 0;
  for (const source of sources) {
    const last = batches.at(-1);
    if (last === undefined || last.length >= maxSourcesAtOnce || chars + source.text.length > maxBatchChars) {
      batches.push([source]);
      chars = source.text.length;
    } else {
      last.push(source);
      chars += source.text.length;
    }
  }
  return batches;
}
