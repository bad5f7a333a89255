import { type DocumentId, documentId, revisionId, sourceId } from '../../shared/kernel/brand.ts';
import type { Done } from '../ports.ts';
import { type ActionDeps, act, Refused } from './act.ts';
import { createBlock, createDocument, createSource } from './document-actions.ts';
import { inReadingOrder } from './reading-order.ts';
import { sourcesOf } from './sources-of.ts';

/**
 * Copies a document: its folder, model, person, context, blocks with their texts as they stand, and sources. The copy's texts are the
 * person's from here on, so jobs, suggestions and earlier texts stay with the original. Refused as `gone` when there is no such document
 * here.
 */
export const duplicateDocument = (deps: ActionDeps, original: DocumentId, title: string): Done<DocumentId> =>
  act(deps, async ({ tx, record }) => {
    const document = await tx.get('documents', original);
    if (document === null) throw new Refused({ type: 'gone' });
    const id = documentId(deps.newId());
    await record(createDocument(deps, id, title, document.projectId));
    const { model, login, context } = document;
    await record({ type: 'patch-document', id, fields: { model, ...(login && { login }), ...(context && { context }) } });
    for (const block of inReadingOrder(await deps.database.records.blocks.where('documentId').equals(original).toArray())) {
      const copy = createBlock(deps, { documentId: id, kind: block.kind, order: block.order, prompt: block.prompt });
      await record(copy);
      const text = block.current === null ? '' : ((await tx.get('revisions', block.current))?.text ?? '');
      const revision = { id: revisionId(deps.newId()), basedOn: null, text };
      if (text !== '') await record({ type: 'edit-block', id: copy.block.id, revision });
    }
    for (const { createdAt: _, ...source } of await sourcesOf(deps.database, original))
      await record(createSource(deps, id, { ...source, id: sourceId(deps.newId()) }));
    return id;
  });
