import type { DocumentId } from '../../shared/kernel/brand.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { type BlockGenerateInput, blockGenerate } from '../../shared/recipes/block-generate.ts';
import { type DocumentGenerateInput, documentGenerate } from '../../shared/recipes/document-generate.ts';
import { maxSources } from '../../shared/recipes/sources.ts';
import type { Block } from '../../shared/records/records.ts';
import type { Change } from '../../shared/sync/change.ts';
import type { AccountRows } from '../store/store.ts';
import type { BlockGenerateRequest, DocumentGenerateRequest, JobRequest } from './job-request.ts';
import { planAnalyze, planRefine } from './plan-review.ts';
import { noBlock, type PlannedWork, tooManySources } from './planned-work.ts';
import { invalid, type Problem } from './problem.ts';
import { addBlocks, type Made, openTarget, type Target, takeSources } from './target-document.ts';
import { titleOf } from './title.ts';

/** Plans a request against what is there. Writes nothing. */
export function planWork(rows: AccountRows, made: Made, request: JobRequest): Promise<Result<PlannedWork, Problem>> {
  switch (request.kind) {
    case 'block.generate':
      return planBlock(rows, made, request.input, request.model);
    case 'block.refine':
      return planRefine(rows, made, request.input, request.model);
    case 'block.analyze':
      return planAnalyze(rows, made, request.input, request.model);
    case 'document.generate':
      return planDocument(rows, made, request.input, request.model);
  }
}

async function planBlock(
  rows: AccountRows,
  made: Made,
  input: BlockGenerateRequest,
  model: string | undefined,
): Promise<Result<PlannedWork, Problem>> {
  const home = await homeOf(rows, input);
  if (!home.ok) return home;
  const title = input.title ?? titleOf(input.prompt);
  const opened = await openTarget(rows, made, { documentId: home.value, title, model: model ?? 'default' });
  if (!opened.ok) return opened;
  const target = opened.value;
  const block = blockOf(target, made, input);
  if (!block.ok) return block;
  const sources = takeSources(target, made.at, input.sources, input.context);
  if (sources.frozen.length > maxSources) return tooManySources;
  const recipeInput: BlockGenerateInput = {
    documentId: target.document.id,
    documentTitle: target.document.title,
    blockId: block.value.block.id,
    prompt: input.prompt,
    anchor: block.value.block.current,
    continueFrom: null,
    sources: [...sources.frozen],
  };
  return ok({
    changes: [...target.changes, ...block.value.changes, ...sources.changes],
    brief: { kind: blockGenerate.kind, recipe: blockGenerate.version, title, input: recipeInput },
    documentId: target.document.id,
    targets: [block.value.block.id],
    model: model ?? target.document.model,
  });
}

/** The document that the named block stands in, or the one that is named itself; undefined for a new one. */
async function homeOf(rows: AccountRows, input: BlockGenerateRequest): Promise<Result<DocumentId | undefined, Problem>> {
  if (input.blockId === undefined) return ok(input.documentId);
  const block = await rows.get('blocks', input.blockId);
  if (block === null) return noBlock;
  const isElsewhere = input.documentId !== undefined && input.documentId !== block.documentId;
  return isElsewhere ? invalid('input.blockId', 'This block stands in another document.') : ok(block.documentId);
}

/** The block to write, and what makes it ready: a new one at the end, or the named one under the request's prompt. */
function blockOf(
  target: Target,
  { newId }: Made,
  { blockId: id, prompt }: BlockGenerateRequest,
): Result<{ readonly block: Block; readonly changes: readonly Change[] }, Problem> {
  if (id === undefined) {
    const [block] = addBlocks(target, newId, [prompt]);
    return block === undefined ? noBlock : ok({ block, changes: [{ type: 'create-block', block }] });
  }
  const block = target.blocks.find((each) => each.id === id);
  if (block === undefined) return noBlock;
  if (block.kind === 'text') return invalid('input.blockId', 'This block holds text of its own and takes no prompt.');
  return ok({ block, changes: block.prompt === prompt ? [] : [{ type: 'patch-block', id, fields: { prompt } }] });
}

/** Every prompt block of the document, new ones included; none: an outline decides them. */
async function planDocument(
  rows: AccountRows,
  made: Made,
  input: DocumentGenerateRequest,
  model: string | undefined,
): Promise<Result<PlannedWork, Problem>> {
  const { documentId, title = '' } = input;
  const opened = await openTarget(rows, made, { documentId, title, model: model ?? 'default' });
  if (!opened.ok) return opened;
  const target = opened.value;
  const added = addBlocks(target, made.newId, input.prompts);
  const blocks = [...target.blocks, ...added].filter((block) => block.kind === 'prompt' && block.prompt.trim() !== '');
  if (blocks.length > maxBlocks) return invalid('input', `The document has more than ${maxBlocks} blocks with a prompt.`);
  const sources = takeSources(target, made.at, input.sources, input.context);
  if (sources.frozen.length > maxSources) return tooManySources;
  const recipeInput: DocumentGenerateInput = {
    documentId: target.document.id,
    documentTitle: target.document.title,
    blocks: blocks.map((block) => ({ blockId: block.id, prompt: block.prompt, anchor: block.current })),
    sources: [...sources.frozen],
  };
  return ok({
    changes: [...target.changes, ...added.map((block): Change => ({ type: 'create-block', block })), ...sources.changes],
    brief: {
      kind: documentGenerate.kind,
      recipe: documentGenerate.version,
      title: input.title ?? (target.document.title || 'Untitled'),
      input: recipeInput,
    },
    documentId: target.document.id,
    targets: blocks.map((block) => block.id),
    model: model ?? target.document.model,
  });
}

/** Most blocks that one job writes. */
const maxBlocks = 100;
