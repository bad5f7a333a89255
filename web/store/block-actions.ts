import { type BlockId, blockId, type RevisionId, revisionId } from '../../shared/kernel/brand.ts';
import type { Block } from '../../shared/records/records.ts';
import { sittingOf } from '../../shared/sync/sitting.ts';
import type { Actions, Done } from '../ports.ts';
import { type ActionDeps, act, type Deed, Refused } from './act.ts';
import { beginSitting } from './begin-sitting.ts';
import { cancelWithin } from './job-actions.ts';
import { beginLeaving, noteLeft } from './left-texts.ts';
import { inReadingOrder, placeAt } from './reading-order.ts';

type BlockActions = Pick<
  Actions,
  | 'addBlock'
  | 'setPrompt'
  | 'dismissPromptAside'
  | 'moveBlock'
  | 'deleteBlock'
  | 'beginSitting'
  | 'saveText'
  | 'insertText'
  | 'undoInsert'
  | 'discardSuggestion'
  | 'restoreSuggestion'
  | 'saveMerged'
  | 'chooseRevision'
  | 'dismissAside'
>;

type TextAction =
  | 'saveText'
  | 'insertText'
  | 'undoInsert'
  | 'discardSuggestion'
  | 'restoreSuggestion'
  | 'saveMerged'
  | 'chooseRevision'
  | 'dismissAside';

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
  setPrompt: (id, prompt, was) =>
    act(deps, ({ record }) =>
      record({ type: 'patch-block', id, fields: { prompt }, ...(was === undefined ? {} : { was: { prompt: was } }) }),
    ),
  dismissPromptAside: (id) => act(deps, ({ record }) => record({ type: 'patch-block', id, fields: { promptAside: null } })),
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
  beginSitting: beginSitting(deps.newId),
  ...textActions(deps),
});

const textActions = (deps: ActionDeps): Pick<BlockActions, TextAction> => ({
  saveText: ({ block, revision: id, basedOn }, text) =>
    actOnText(deps, block, async ({ tx, record }) => {
      const revision = { id, basedOn, text };
      const held = await sittingOf(tx, revision);
      await record({ type: 'edit-block', id: block, revision });
      return held.id;
    }),
  insertText: (id, added) =>
    actOnText(deps, id, async ({ tx, record }) => {
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
    actOnText(deps, id, async ({ tx, record }) => {
      if ((await tx.get('blocks', id))?.current !== revision) throw new Refused({ type: 'wrong_state' });
      await record({ type: 'choose-revision', id, revision: before, seen: revision });
    }),
  discardSuggestion: (id, revision) =>
    act(deps, ({ record }) => record({ type: 'set-suggestion', id, revision: null, was: revision })),
  restoreSuggestion: (id, revision) => act(deps, ({ record }) => record({ type: 'set-suggestion', id, revision, was: null })),
  saveMerged: (id, { basedOn, suggestion, text }) =>
    actOnText(deps, id, async ({ tx, record }) => {
      const before = await currentOf(tx, id);
      await record({ type: 'edit-block', id, revision: { id: revisionId(deps.newId()), basedOn, text } });
      await record({ type: 'set-suggestion', id, revision: null, was: suggestion });
      return before;
    }),
  chooseRevision: (id, revision) =>
    actOnText(deps, id, async ({ tx, record }) => {
      const seen = await currentOf(tx, id);
      await record({ type: 'choose-revision', id, revision, seen });
      return seen;
    }),
  dismissAside: (id, aside) => act(deps, ({ record }) => record({ type: 'dismiss-aside', id, aside })),
});

/** An action after which another text may stand in the block: the page is not to be edited from before it shows that. */
const actOnText = async <T>(deps: ActionDeps, block: BlockId, run: (deed: Deed) => Promise<T>): Done<T> => {
  const takeBack = beginLeaving(deps.database, block);
  const done = await act(deps, async (deed) => {
    const value = await run(deed);
    await noteLeft(deps.database, block);
    return value;
  });
  if (!done.ok) takeBack();
  return done;
};

const currentOf = async (tx: Deed['tx'], id: BlockId): Promise<RevisionId | null> =>
  (await tx.get('blocks', id))?.current ?? null;

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
