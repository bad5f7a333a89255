import { generateNKeysBetween } from 'fractional-indexing';
import { blockId, type DocumentId, documentId, type ProjectId, type SourceId } from '../../shared/kernel/brand.ts';
import type { Block } from '../../shared/records/records.ts';
import type { Change } from '../../shared/sync/change.ts';
import type { Actions, NewSource } from '../ports.ts';
import { type ActionDeps, act } from './act.ts';
import { cancelWithin } from './job-actions.ts';

type DocumentActions = Pick<
  Actions,
  | 'createDocument'
  | 'renameDocument'
  | 'dismissTitleAside'
  | 'setModel'
  | 'setLogin'
  | 'setContext'
  | 'deleteDocument'
  | 'moveDocument'
>;

/** What a person does with a document as a whole. */
export const documentActions = (deps: ActionDeps): DocumentActions => ({
  createDocument: (of = {}) =>
    act(deps, async ({ record }) => {
      const id = documentId(deps.newId());
      await record(createDocument(deps, id, of.title ?? '', of.projectId ?? null));
      const blocks = of.blocks ?? [{ kind: 'prompt', prompt: '' }];
      const orders = generateNKeysBetween(null, null, blocks.length);
      for (const [at, { kind, prompt }] of blocks.entries())
        await record(createBlock(deps, { documentId: id, kind, prompt, order: orders[at] ?? 'a0' }));
      return id;
    }),
  renameDocument: (id, title, was) =>
    act(deps, ({ record }) =>
      record({ type: 'patch-document', id, fields: { title }, ...(was === undefined ? {} : { was: { title: was } }) }),
    ),
  dismissTitleAside: (id) => act(deps, ({ record }) => record({ type: 'patch-document', id, fields: { titleAside: null } })),
  setModel: (id, model) => act(deps, ({ record }) => record({ type: 'patch-document', id, fields: { model } })),
  setLogin: (id, login) => act(deps, ({ record }) => record({ type: 'patch-document', id, fields: { login } })),
  setContext: (id, context) => act(deps, ({ record }) => record({ type: 'patch-document', id, fields: { context } })),
  deleteDocument: (id) =>
    act(deps, async (deed) => {
      await cancelWithin(deps, deed, (job) => job.documentId === id);
      await deed.record({ type: 'delete-document', id });
    }),
  moveDocument: (id, projectId) => act(deps, ({ record }) => record({ type: 'patch-document', id, fields: { projectId } })),
});

export function createDocument(deps: ActionDeps, id: DocumentId, title: string, projectId: ProjectId | null): Change {
  const now = deps.clock.now();
  return { type: 'create-document', document: { id, projectId, title, model: 'default', createdAt: now, changedAt: now } };
}

/** A block without a text. */
export function createBlock(
  deps: ActionDeps,
  of: Pick<Block, 'documentId' | 'kind' | 'order' | 'prompt'>,
): Extract<Change, { type: 'create-block' }> {
  return { type: 'create-block', block: { ...of, id: blockId(deps.newId()), current: null, suggestion: null, aside: null } };
}

export const createSource = (deps: ActionDeps, document: DocumentId, source: NewSource & { readonly id: SourceId }): Change => ({
  type: 'create-source',
  source: { ...source, documentId: document, createdAt: deps.clock.now() },
});
