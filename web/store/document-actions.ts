import { generateKeyBetween } from 'fractional-indexing';
import { blockId, type DocumentId, documentId, type ProjectId, type SourceId } from '../../shared/kernel/brand.ts';
import type { Change } from '../../shared/sync/change.ts';
import type { Actions, NewSource } from '../ports.ts';
import { type ActionDeps, act } from './act.ts';
import { cancelWithin } from './job-actions.ts';

type DocumentActions = Pick<
  Actions,
  'createDocument' | 'renameDocument' | 'dismissTitleAside' | 'setModel' | 'setLogin' | 'setContext' | 'deleteDocument'
>;

/** What a person does with a document as a whole. */
export const documentActions = (deps: ActionDeps): DocumentActions => ({
  createDocument: (of = {}) =>
    act(deps, async ({ record }) => {
      const id = documentId(deps.newId());
      await record(createDocument(deps, id, of.title ?? '', of.projectId ?? null));
      await record(createPrompt(deps, id, generateKeyBetween(null, null), ''));
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
});

export function createDocument(deps: ActionDeps, id: DocumentId, title: string, projectId: ProjectId | null): Change {
  const now = deps.clock.now();
  return { type: 'create-document', document: { id, projectId, title, model: 'default', createdAt: now, changedAt: now } };
}

export function createPrompt(deps: ActionDeps, document: DocumentId, order: string, prompt: string): Change {
  const block = { id: blockId(deps.newId()), documentId: document, order, prompt };
  return { type: 'create-block', block: { ...block, kind: 'prompt', current: null, suggestion: null, aside: null } };
}

export const createSource = (deps: ActionDeps, document: DocumentId, source: NewSource & { readonly id: SourceId }): Change => ({
  type: 'create-source',
  source: { ...source, documentId: document, createdAt: deps.clock.now() },
});
