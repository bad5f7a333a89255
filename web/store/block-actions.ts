import { blockId, revisionId } from '../../shared/kernel/brand.ts';
import type { Block } from '../../shared/records/records.ts';
import type { Actions } from '../ports.ts';
import { type ActionDeps, act, Refused } from './act.ts';
import { cancelWithin } from './job-actions.ts';
import { inReadingOrder, placeAt } from './reading-order.ts';

type BlockActions = Pick<
  Actions,
  | 'addBlock'
  | 'setPrompt'
  | 'moveBlock'
  | 'deleteBlock'
  | 'beginSitting'
  | 'saveText'
  | 'insertText'
  | 'undoInsert'
  | 'acceptSuggestion'
  | 'discardSuggestion'
  | 'restoreSuggestion'
  | 'chooseRevision'
  | 'dismissAside'
>;

/** What a person does with one block and its texts. */
export const blockActions = (deps: ActionDeps): BlockActions => ({
  addBlock: (document, kind, after) =>
    act(deps, async ({ record }) => {
      const blocks = await blocksOf(deps, document);
      const fresh = emptyBlock(deps, document, kind);
      const at = after === null ? blocks.length : blocks.findIndex(({ id }) => id === after) + 1;
      for (const { id, order } of placeAt(blocks, fresh.id, at === 0 ? blocks.length : at)) {
        if (id === fresh.id) await record({ type: 'create-block', block: { ...fresh, order } });
        else await record({ type: 'patch-block', id, fields: { order } });
      }
      return fresh.id;
    }),
  setPrompt: (id, prompt) => act(deps, ({ record }) => record({ type: 'patch-block', id, fields: { prompt } })),
  moveBlock: (id, direction) =>
    act(deps, async ({ tx, record }) => {
      const block = await tx.get('blocks', id);
      if (block === null) throw new Refused({ type: 'gone' });
      const blocks = await blocksOf(deps, block.documentId);
      const at = blocks.findIndex((each) => each.id === id) + (direction === 'up' ? -1 : 1);
      if (at < 0 || at >= blocks.length) return;
      for (const { id: moved, order } of placeAt(blocks, id, at))
        await record({ type: 'patch-block', id: moved, fields: { order } });
    }),
  deleteBlock: (id) =>
    act(deps, async (deed) => {
      await cancelWithin(deps, deed, (job) => job.about === id || (job.targets.length === 1 && job.targets[0] === id));
      await deed.record({ type: 'delete-block', id });
    }),
  beginSitting: (block, basedOn) => ({ block, revision: revisionId(deps.newId()), basedOn }),
  saveText: ({ block, revision, basedOn }, text) =>
    act(deps, ({ record }) => record({ type: 'edit-block', id: block, revision: { id: revision, basedOn, text } })),
  insertText: (id, added) =>
    act(deps, async ({ tx, record }) => {
      const block = await tx.get('blocks', id);
      const before = block?.current ?? null;
      const current = before === null ? null : await tx.get('revisions', before);
      if (before === null || current === null) throw new Refused({ type: 'gone' });
      const text = `${current.text.trimEnd()}\n\n${added.trim()}\n`;
      const revision = revisionId(deps.newId());
      await record({ type: 'edit-block', id, revision: { id: revision, basedOn: before, text } });
      return { block: id, revision, before };
    }),
  undoInsert: ({ block: id, revision, before }) =>
    act(deps, async ({ tx, record }) => {
      if ((await tx.get('blocks', id))?.current !== revision) throw new Refused({ type: 'wrong_state' });
      await record({ type: 'choose-revision', id, revision: before });
    }),
  acceptSuggestion: (id, revision) => act(deps, ({ record }) => record({ type: 'choose-revision', id, revision })),
  discardSuggestion: (id) => act(deps, ({ record }) => record({ type: 'set-suggestion', id, revision: null })),
  restoreSuggestion: (id, revision) => act(deps, ({ record }) => record({ type: 'set-suggestion', id, revision })),
  chooseRevision: (id, revision) =>
    act(deps, async ({ tx, record }) => {
      const before = (await tx.get('blocks', id))?.current ?? null;
      await record({ type: 'choose-revision', id, revision });
      return before;
    }),
  dismissAside: (id) => act(deps, ({ record }) => record({ type: 'dismiss-aside', id })),
});

const emptyBlock = (deps: ActionDeps, documentId: Block['documentId'], kind: Block['kind']): Block => ({
  id: blockId(deps.newId()),
  documentId,
  kind,
  order: '',
  prompt: '',
  current: null,
  suggestion: null,
  aside: null,
});

const blocksOf = async ({ database }: ActionDeps, document: Block['documentId']): Promise<readonly Block[]> =>
  inReadingOrder(await database.records.blocks.where('documentId').equals(document).toArray());
