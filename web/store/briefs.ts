import { type BlockId, type BriefHash, briefHash, type DocumentId } from '../../shared/kernel/brand.ts';
import { canonicalJson, sha256Hex } from '../../shared/kernel/hash.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { BlockAnalyzeInput } from '../../shared/recipes/block-analyze.ts';
import type { BlockGenerateInput } from '../../shared/recipes/block-generate.ts';
import type { BlockRefineInput } from '../../shared/recipes/block-refine.ts';
import { chooseSources, everything } from '../../shared/recipes/context.ts';
import type { DocumentGenerateInput } from '../../shared/recipes/document-generate.ts';
import { frozenSource } from '../../shared/recipes/frozen-source.ts';
import {
  blockAnalyzeKind,
  blockGenerateKind,
  blockRefineKind,
  documentGenerateKind,
  type Kind,
  refineTitle,
} from '../../shared/recipes/kinds.ts';
import type { Brief } from '../../shared/recipes/recipe.ts';
import { type BriefSource, maxBriefBytes } from '../../shared/recipes/sources.ts';
import type { Block, Document, Revision, Source } from '../../shared/records/records.ts';
import type { ActionFailure } from '../ports.ts';

/** A job as it is about to be asked for: its frozen brief and what its row says of it (J2). */
export type Plan = {
  readonly brief: Brief;
  readonly documentId: DocumentId;
  readonly targets: readonly BlockId[];
  /** The block that it is about without writing to it. */
  readonly about?: BlockId;
  readonly model: string;
};

/** A job that writes one block, from its prompt and those of its document's sources that the document's context lets in. */
export function planBlock(document: Document, block: Block, sources: readonly Source[], continueFrom: Revision | null): Plan {
  const input: BlockGenerateInput = {
    documentId: document.id,
    documentTitle: document.title,
    blockId: block.id,
    prompt: block.prompt,
    anchor: block.current,
    continueFrom: continueFrom === null ? null : { revisionId: continueFrom.id, text: continueFrom.text },
    sources: briefSources(document, sources),
  };
  const title = firstLine(block.prompt);
  const brief = briefOf(blockGenerateKind, title, input);
  return { brief, documentId: document.id, targets: [block.id], model: document.model };
}

/** A job that writes a block anew from the text that it has, by a person's feedback. */
export function planRefine(document: Document, block: Block, text: Revision, sources: readonly Source[], feedback: string): Plan {
  const input: BlockRefineInput = {
    documentId: document.id,
    documentTitle: document.title,
    blockId: block.id,
    prompt: block.prompt,
    anchor: text.id,
    text: text.text,
    feedback,
    sources: briefSources(document, sources),
  };
  const brief = briefOf(blockRefineKind, refineTitle(feedback), input);
  return { brief, documentId: document.id, targets: [block.id], model: document.model };
}

/** A job that reads a block's text and says what it finds. */
export function planAnalysis(document: Document, block: Block, text: Revision, sources: readonly Source[]): Plan {
  const input: BlockAnalyzeInput = {
    documentId: document.id,
    documentTitle: document.title,
    blockId: block.id,
    prompt: block.prompt,
    revision: text.id,
    text: text.text,
    sources: briefSources(document, sources),
  };
  const title = `Analyze: ${firstLine(block.prompt) || firstLine(text.text)}`;
  const brief = briefOf(blockAnalyzeKind, title, input);
  return { brief, documentId: document.id, targets: [], about: block.id, model: document.model };
}

/** A job that writes these blocks; without any, it plans them first, to stand below the document's last block. */
export function planDocument(
  document: Document,
  { blocks, lastOrder }: { readonly blocks: readonly Block[]; readonly lastOrder: string | null },
  sources: readonly Source[],
): Plan {
  const input: DocumentGenerateInput = {
    documentId: document.id,
    documentTitle: document.title,
    blocks: blocks.map(({ id, prompt, current }) => ({ blockId: id, prompt, anchor: current })),
    lastOrder,
    sources: briefSources(document, sources),
  };
  const title = document.title.trim() || 'Untitled';
  const brief = briefOf(documentGenerateKind, title, input);
  return { brief, documentId: document.id, targets: blocks.map(({ id }) => id), model: document.model };
}

/** What any job of this document is made from: its sources as they are now, those that its context lets in (J2). */
const briefSources = (document: Document, sources: readonly Source[]): BriefSource[] =>
  chooseSources(sources, document.context ?? everything).map(frozenSource);

const briefOf = ({ kind, version }: Kind, title: string, input: object): Brief => ({ kind, recipe: version, title, input });

/** Names a brief by its content, unless it is larger than a job may carry. */
export function hashBrief(brief: Brief): Result<BriefHash, Extract<ActionFailure, { type: 'brief_too_large' }>> {
  const json = canonicalJson(brief);
  const bytes = new TextEncoder().encode(json).length;
  if (bytes > maxBriefBytes) return err({ type: 'brief_too_large', bytes, maxBytes: maxBriefBytes });
  return ok(briefHash(sha256Hex(json)));
}

/** What a job is called that writes from a prompt. */
export const firstLine = (text: string): string => text.trim().split('\n', 1)[0]?.slice(0, 120) ?? '';
