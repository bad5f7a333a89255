import type { Job } from '../../shared/engine/job.ts';
import { type BlockId, blockId } from '../../shared/kernel/brand.ts';
import { blockGenerate } from '../../shared/recipes/block-generate.ts';
import { blockRefine } from '../../shared/recipes/block-refine.ts';
import { catalog } from '../../shared/recipes/catalog.ts';
import { documentGenerate } from '../../shared/recipes/document-generate.ts';
import { refineTitle } from '../../shared/recipes/kinds.ts';
import { demoModelId } from '../../shared/recipes/model-request.ts';
import type { Brief } from '../../shared/recipes/recipe.ts';
import type { BriefChanges } from '../ports.ts';
import { type ActionDeps, type Deed, Refused } from './act.ts';
import { firstLine, type Plan } from './briefs.ts';
import { inReadingOrder } from './reading-order.ts';

type Again = { readonly job: Job; readonly brief: Brief; readonly changes: BriefChanges };

/**
 * Plans a job from the brief of another (J2). Texts are anchored as they stand now, because the person sees them and asks for others;
 * a refined text keeps the one that it is made from, and so waits as a suggestion if that is not current any more (J10).
 */
export async function planAgain(deps: ActionDeps, deed: Deed, { job, brief, changes }: Again): Promise<Plan> {
  const document = await deed.tx.get('documents', job.documentId);
  if (document === null) throw new Refused({ type: 'gone' });
  const again = await anew(deps, deed, brief, changes.words);
  const work = catalog(again.kind, again.recipe)?.(job.id, again);
  if (!work?.ok) throw new Refused({ type: 'wrong_state' });
  const { targets, about } = work.value;
  for (const id of about === null ? targets : [...targets, about]) await existing(deed, id);
  // A key may have been set since the demo model wrote: whoever asks again then wants the model that is meant now.
  const model = changes.model ?? (job.model === demoModelId ? document.model : job.model);
  return { brief: again, documentId: document.id, targets, model, ...(about !== null && { about }) };
}

async function anew(deps: ActionDeps, deed: Deed, brief: Brief, words: string | undefined): Promise<Brief> {
  switch (brief.kind) {
    case blockGenerate.kind:
      return blockAnew(deed, brief, words);
    case blockRefine.kind:
      return words === undefined ? brief : refineAnew(brief, words);
    case documentGenerate.kind:
      return documentAnew(deps, deed, brief);
    default:
      return brief;
  }
}

async function blockAnew(deed: Deed, brief: Brief, words: string | undefined): Promise<Brief> {
  const input = known(blockGenerate.parse(brief.input));
  const block = await existing(deed, blockId(input.blockId));
  const prompt = words ?? input.prompt;
  if (prompt !== input.prompt)
    await deed.record({ type: 'patch-block', id: block.id, fields: { prompt }, was: { prompt: input.prompt } });
  return { ...brief, title: firstLine(prompt), input: { ...input, prompt, anchor: block.current } };
}

function refineAnew(brief: Brief, words: string): Brief {
  const feedback = words.trim();
  return { ...brief, title: refineTitle(feedback), input: { ...known(blockRefine.parse(brief.input)), feedback } };
}

/** Blocks that are gone meanwhile are left out; sections that are planned come below what stands there now. */
async function documentAnew({ database }: ActionDeps, { tx }: Deed, brief: Brief): Promise<Brief> {
  const input = known(documentGenerate.parse(brief.input));
  const blocks: { blockId: string; prompt: string; anchor: string | null }[] = [];
  for (const block of input.blocks) {
    const now = await tx.get('blocks', blockId(block.blockId));
    if (now !== null) blocks.push({ ...block, anchor: now.current });
  }
  if (input.blocks.length > 0 && blocks.length === 0) throw new Refused({ type: 'gone' });
  const all = inReadingOrder(await database.records.blocks.where('documentId').equals(input.documentId).toArray());
  return { ...brief, input: { ...input, blocks, lastOrder: all.at(-1)?.order ?? null } };
}

async function existing({ tx }: Deed, id: BlockId) {
  const block = await tx.get('blocks', id);
  if (block === null) throw new Refused({ type: 'gone' });
  return block;
}

/** A brief of a version that this build does not read cannot be asked for again. */
function known<T>(parsed: { readonly ok: true; readonly value: T } | { readonly ok: false }): T {
  if (!parsed.ok) throw new Refused({ type: 'wrong_state' });
  return parsed.value;
}
