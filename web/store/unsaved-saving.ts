import { z } from 'zod/mini';
import type { BlockId, DocumentId, RevisionId } from '../../shared/kernel/brand.ts';
import { idOf } from '../../shared/records/records.ts';
import type { ActionFailure, Actions, Done, UnsavedWords } from '../ports.ts';
import type { Database } from './database.ts';
import { type SmallStorage, unsavedNames } from './unsaved-keeping.ts';

const saves = z.array(z.object({ text: z.string(), was: z.string() }));
const wordsSchema = z.array(
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('title'), document: idOf<DocumentId>(), saves }),
    z.object({ type: z.literal('prompt'), block: idOf<BlockId>(), saves }),
    z.object({
      type: z.literal('text'),
      sitting: z.object({ block: idOf<BlockId>(), revision: idOf<RevisionId>(), basedOn: z.nullable(idOf<RevisionId>()) }),
      saves,
    }),
  ]),
);

/** `storage` is where the words are kept, `records` the rows as they stand. */
export type UnsavedDeps = {
  readonly storage: SmallStorage;
  readonly account: string;
  readonly actions: Pick<Actions, 'renameDocument' | 'setPrompt' | 'saveText'>;
  readonly records: Database['records'];
};

/**
 * Saves the words that pages left when they went, as they would have been saved there; what changed meanwhile is kept beside them. They are
 * forgotten once they are saved, or can never be: only a device that is full or out of order has them wait for another time.
 */
export async function saveUnsaved(deps: UnsavedDeps): Promise<void> {
  for (const name of unsavedNames(deps.storage, deps.account)) {
    const words = parsed(deps.storage.getItem(name));
    const ends = [];
    for (const each of words) ends.push(await saveWords(deps, each));
    if (!ends.some((end) => end?.type === 'storage_full' || end?.type === 'storage_failed')) deps.storage.removeItem(name);
  }
}

function parsed(kept: string | null): readonly UnsavedWords[] {
  try {
    return wordsSchema.parse(JSON.parse(kept ?? '[]'));
  } catch {
    // An older version's, or somebody else's.
    return [];
  }
}

/** Null when the words are saved, also when they were before: a page may have had the time after all. */
async function saveWords(deps: UnsavedDeps, words: UnsavedWords): Promise<ActionFailure | null> {
  const last = words.saves.at(-1)?.text;
  if (last === undefined || (await storedText(deps, words)) === last) return null;
  for (const { text, was } of words.saves) {
    const done = await save(deps, words, text, was);
    if (!done.ok) return done.error;
  }
  return null;
}

function save({ actions }: UnsavedDeps, words: UnsavedWords, text: string, was: string): Done<unknown> {
  switch (words.type) {
    case 'title':
      return actions.renameDocument(words.document, text, was);
    case 'prompt':
      return actions.setPrompt(words.block, text, was);
    case 'text':
      return actions.saveText(words.sitting, text);
  }
}

async function storedText({ records }: UnsavedDeps, words: UnsavedWords): Promise<string | null> {
  switch (words.type) {
    case 'title':
      return (await records.documents.get(words.document))?.title ?? null;
    case 'prompt':
      return (await records.blocks.get(words.block))?.prompt ?? null;
    case 'text': {
      const current = (await records.blocks.get(words.sitting.block))?.current ?? null;
      return current === null ? null : ((await records.revisions.get(current))?.text ?? null);
    }
  }
}
