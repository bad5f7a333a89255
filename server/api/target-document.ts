import { generateNKeysBetween } from 'fractional-indexing';
import { blockId, type DocumentId, documentId, sourceId } from '../../shared/kernel/brand.ts';
import { canonicalJson, derivedId } from '../../shared/kernel/hash.ts';
import type { NewId } from '../../shared/kernel/random.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { Millis } from '../../shared/kernel/time.ts';
import { chooseSources, everything } from '../../shared/recipes/context.ts';
import { frozenSource } from '../../shared/recipes/frozen-source.ts';
import type { BriefSource } from '../../shared/recipes/sources.ts';
import type { Block, Document, Source } from '../../shared/records/records.ts';
import type { Change } from '../../shared/sync/change.ts';
import type { AccountRows } from '../store/store.ts';
import type { BlockGenerateRequest, SourceInput } from './job-request.ts';
import { type Problem, problem } from './problem.ts';

/** The document that a request writes to: as it stands, or as `changes` will make it. */
export type Target = {
  readonly document: Document;
  /** In the document's order. */
  readonly blocks: readonly Block[];
  /** Oldest first. */
  readonly sources: readonly Source[];
  readonly changes: readonly Change[];
};

/** What new rows are made with. */
export type Made = { readonly newId: NewId; readonly at: Millis };

/** Opens a person's document, or plans a new one of this title. */
export async function openTarget(
  rows: AccountRows,
  { newId, at }: Made,
  wanted: { readonly documentId: DocumentId | undefined; readonly title: string; readonly model: string },
): Promise<Result<Target, Problem>> {
  if (wanted.documentId !== undefined) return readTarget(rows, wanted.documentId);
  const { title, model } = wanted;
  const document: Document = { id: documentId(newId()), projectId: null, title, model, createdAt: at, changedAt: at };
  return ok({ document, blocks: [], sources: [], changes: [{ type: 'create-document', document }] });
}

async function readTarget(rows: AccountRows, id: DocumentId): Promise<Result<Target, Problem>> {
  const document = await rows.get('documents', id);
  if (document === null) return problem('not_found', 'There is no such document.');
  const blocks = await within(rows, 'blocks', id);
  const sources = await within(rows, 'sources', id);
  return ok({
    document,
    blocks: blocks.toSorted((a, b) => compare(a.order, b.order) || compare(a.id, b.id)),
    sources: sources.toSorted((a, b) => a.createdAt - b.createdAt || compare(a.id, b.id)),
    changes: [],
  });
}

async function within(rows: AccountRows, table: 'blocks', id: DocumentId): Promise<readonly Block[]>;
async function within(rows: AccountRows, table: 'sources', id: DocumentId): Promise<readonly Source[]>;
async function within(rows: AccountRows, table: 'blocks' | 'sources', id: DocumentId): Promise<readonly (Block | Source)[]> {
  const found: (Block | Source)[] = [];
  for (const each of await rows.idsWithin(table, id)) {
    const row = await rows.get(table, each);
    if (row !== null) found.push(row);
  }
  return found;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Prompt blocks at the document's end, one a prompt. */
export function addBlocks(target: Target, newId: NewId, prompts: readonly string[]): readonly Block[] {
  const orders = generateNKeysBetween(target.blocks.at(-1)?.order ?? null, null, prompts.length);
  return prompts.map((prompt, at) => ({
    id: blockId(newId()),
    documentId: target.document.id,
    kind: 'prompt',
    order: orders[at] ?? 'a0',
    prompt,
    current: null,
    suggestion: null,
    aside: null,
  }));
}

/**
 * The document's sources and the given ones, chosen by the request's context, or without one by the document's own, as a job that a
 * person starts there would be, and frozen as a brief carries them. A source's id comes from what
 * it says, so that a program that sends its sources with every request stores each of them once.
 */
export function takeSources(
  target: Target,
  at: Millis,
  given: readonly SourceInput[],
  context: BlockGenerateRequest['context'],
): { readonly changes: readonly Change[]; readonly frozen: readonly BriefSource[] } {
  const known = new Set(target.sources.map((source) => source.id));
  const added: Source[] = [];
  for (const source of given) {
    const id = sourceId(derivedId(target.document.id, 'source', canonicalJson(source)));
    if (!known.has(id)) added.push({ ...source, id, documentId: target.document.id, createdAt: at });
    known.add(id);
  }
  const wanted = context ?? target.document.context ?? everything;
  const changes = added.map((source): Change => ({ type: 'create-source', source }));
  return { changes, frozen: chooseSources([...target.sources, ...added], wanted).map(frozenSource) };
}
