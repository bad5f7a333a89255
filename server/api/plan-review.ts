import { ok, type Result } from '../../shared/kernel/result.ts';
import { type BlockAnalyzeInput, blockAnalyze } from '../../shared/recipes/block-analyze.ts';
import { type BlockRefineInput, blockRefine } from '../../shared/recipes/block-refine.ts';
import { refineTitle } from '../../shared/recipes/kinds.ts';
import { type BriefSource, maxSources } from '../../shared/recipes/sources.ts';
import type { Block } from '../../shared/records/records.ts';
import type { AccountRows } from '../store/store.ts';
import type { BlockAnalyzeRequest, BlockRefineRequest } from './job-request.ts';
import { noBlock, type PlannedWork, tooManySources } from './planned-work.ts';
import { invalid, type Problem } from './problem.ts';
import { type Made, openTarget, takeSources } from './target-document.ts';
import { titleOf } from './title.ts';

/** Rewriting a block's text by feedback. */
export async function planRefine(
  rows: AccountRows,
  made: Made,
  request: BlockRefineRequest,
  model: string | undefined,
): Promise<Result<PlannedWork, Problem>> {
  const found = await readText(rows, made, request);
  if (!found.ok) return found;
  const { block, anchor, text, sources, ...work } = found.value;
  const input: BlockRefineInput = { ...partOf(work.document, block, sources), anchor, text, feedback: request.feedback };
  return ok({
    changes: work.changes,
    brief: { kind: blockRefine.kind, recipe: blockRefine.version, title: refineTitle(request.feedback), input },
    documentId: block.documentId,
    targets: [block.id],
    model: model ?? work.document.model,
  });
}

/** Reading a block's text against its prompt and sources. Writes nothing, so a writing job may run beside it. */
export async function planAnalyze(
  rows: AccountRows,
  made: Made,
  request: BlockAnalyzeRequest,
  model: string | undefined,
): Promise<Result<PlannedWork, Problem>> {
  const found = await readText(rows, made, request);
  if (!found.ok) return found;
  const { block, anchor, text, sources, ...work } = found.value;
  const input: BlockAnalyzeInput = { ...partOf(work.document, block, sources), revision: anchor, text };
  const title = `Analyze: ${titleOf(block.prompt.trim() === '' ? text : block.prompt)}`;
  return ok({
    changes: work.changes,
    brief: { kind: blockAnalyze.kind, recipe: blockAnalyze.version, title, input },
    documentId: block.documentId,
    targets: [],
    model: model ?? work.document.model,
  });
}

/** What both kinds say of the part that they are about. */
const partOf = (document: { readonly title: string }, block: Block, sources: readonly BriefSource[]) => ({
  documentId: block.documentId,
  documentTitle: document.title,
  blockId: block.id,
  prompt: block.prompt,
  sources: [...sources],
});

/** The named block with its text as it stands, and the sources that go along. */
async function readText(rows: AccountRows, made: Made, { blockId, sources: given, context }: BlockAnalyzeRequest) {
  const block = await rows.get('blocks', blockId);
  if (block === null) return noBlock;
  const revision = block.current === null ? null : await rows.get('revisions', block.current);
  if (block.current === null || revision === null || revision.text.trim() === '') return noText;
  const opened = await openTarget(rows, made, { documentId: block.documentId, title: '', model: 'default' });
  if (!opened.ok) return opened;
  const { changes, frozen } = takeSources(opened.value, made.at, given, context);
  if (frozen.length > maxSources) return tooManySources;
  return ok({ block, anchor: block.current, text: revision.text, document: opened.value.document, sources: frozen, changes });
}

const noText = invalid('input.blockId', 'This block has no text yet.');
