import type { RevisionId } from '../kernel/brand.ts';
import type { Block, Document, Revision } from '../records/records.ts';
import type { Change } from './change.ts';

/*
 * What becomes of words that a change would put away although the person who made it has not seen them: they are kept beside it.
 */

type Of<T extends Change['type']> = Extract<Change, { type: T }>;

/** The block as a patch leaves it. A prompt that was changed elsewhere since the person began is kept aside. */
export function withPromptKept(block: Block, patched: Block, { fields, was }: Of<'patch-block'>): Block {
  if (!isUnseen(block.prompt, fields.prompt, was?.prompt)) return patched;
  return { ...patched, promptAside: block.prompt };
}

/** The document as a patch leaves it. A title that was given elsewhere since the person began is kept aside. */
export function withTitleKept(document: Document, patched: Document, { fields, was }: Of<'patch-document'>): Document {
  if (!isUnseen(document.title, fields.title, was?.title)) return patched;
  return { ...patched, titleAside: document.title };
}

/** The stored words are neither what the person began with nor what they arrived at themselves. */
const isUnseen = (stored: string, now: string | undefined, was: string | undefined): boolean =>
  now !== undefined && was !== undefined && stored !== was && stored !== now && stored.trim() !== '';

/**
 * The block with another of its texts made the current one. `unseen` is the text that stood there, if the person chose before they saw
 * it: a job's waits as a suggestion (J10), a person's is aside.
 */
export function withChosen(block: Block, chosen: RevisionId, unseen: Revision | null): Block {
  const next = {
    ...block,
    current: chosen,
    suggestion: block.suggestion === chosen ? null : block.suggestion,
    aside: block.aside === chosen ? null : block.aside,
  };
  if (unseen === null) return next;
  return unseen.by.type === 'job' ? { ...next, suggestion: unseen.id } : { ...next, aside: unseen.id };
}

/** The block with a suggestion set or taken away; one that has come since the person decided stays. */
export const withSuggestion = (block: Block, { revision, was }: Of<'set-suggestion'>): Block =>
  was === undefined || block.suggestion === was ? { ...block, suggestion: revision } : block;

/** The block without a text aside, unless another has come since the person decided. */
export const withoutAside = (block: Block, { aside }: Of<'dismiss-aside'>): Block =>
  aside === undefined || block.aside === aside ? { ...block, aside: null } : block;
