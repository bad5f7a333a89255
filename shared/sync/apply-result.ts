import type { Job } from '../engine/job.ts';
import { type AnalysisId, analysisId, type BlockId, type JobId, type RevisionId, revisionId } from '../kernel/brand.ts';
import { derivedId } from '../kernel/hash.ts';
import type { Millis } from '../kernel/time.ts';
import type { ResultChange } from '../recipes/recipe.ts';
import { type RowSet, touch } from './row-set.ts';

/**
 * Writes what a step's result does into the documents: the only way a job's words get there, run by the server in the transaction
 * that marks the step done (J3). Ids are derived from the job and the record's key, so that running it twice writes once.
 *
 * A text becomes current only if its block still shows the revision it was made from; if a person changed the block meanwhile, it
 * waits beside theirs as a suggestion (J10). A block that was deleted takes nothing.
 */
export async function applyResult(rows: RowSet, job: Job, changes: readonly ResultChange[], at: Millis): Promise<void> {
  for (const change of changes) {
    switch (change.type) {
      case 'write-block':
        await writeBlock(rows, job, change, at);
        break;
      case 'add-block':
        await addBlock(rows, job, change, at);
        break;
      case 'add-analysis':
        await addAnalysis(rows, job, change, at);
        break;
    }
  }
}

/** Names the text that a job writes into a block. */
export const resultRevision = (job: JobId, block: BlockId): RevisionId => revisionId(derivedId(job, 'revision', block));

/** Names what a job found in a block. */
export const resultAnalysis = (job: JobId, block: BlockId): AnalysisId => analysisId(derivedId(job, 'analysis', block));

type Of<T extends ResultChange['type']> = Extract<ResultChange, { type: T }>;

async function writeBlock(rows: RowSet, job: Job, change: Of<'write-block'>, at: Millis): Promise<void> {
  const block = await rows.get('blocks', change.blockId);
  if (block === null) return;
  const id = resultRevision(job.id, change.blockId);
  if ((await rows.get('revisions', id)) !== null) return;
  await rows.put('revisions', {
    id,
    blockId: block.id,
    documentId: block.documentId,
    basedOn: change.anchor,
    text: change.text,
    sealed: true,
    createdAt: at,
    by: {
      type: 'job',
      jobId: job.id,
      model: job.model,
      cutOff: change.cutOff,
      sources: change.sources,
      ...(change.feedback !== undefined && { feedback: change.feedback }),
    },
  });
  const isUntouched = block.current === change.anchor;
  await rows.put('blocks', isUntouched ? { ...block, current: id } : { ...block, suggestion: id });
  await touch(rows, block.documentId, at);
}

async function addBlock(rows: RowSet, job: Job, change: Of<'add-block'>, at: Millis): Promise<void> {
  if ((await rows.get('blocks', change.blockId)) !== null || (await rows.get('documents', job.documentId)) === null) return;
  const { blockId: id, order, prompt } = change;
  await rows.put('blocks', {
    id,
    documentId: job.documentId,
    kind: 'prompt',
    order,
    prompt,
    current: null,
    suggestion: null,
    aside: null,
  });
  await touch(rows, job.documentId, at);
}

async function addAnalysis(rows: RowSet, job: Job, change: Of<'add-analysis'>, at: Millis): Promise<void> {
  const { blockId, revision, parts, sources } = change;
  const block = await rows.get('blocks', blockId);
  const id = resultAnalysis(job.id, blockId);
  if (block === null || (await rows.get('analyses', id)) !== null) return;
  const made = { createdAt: at, jobId: job.id, model: job.model, sources };
  await rows.put('analyses', { id, documentId: block.documentId, blockId, revision, parts, ...made });
}
