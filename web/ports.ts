import type { Connection } from '../shared/device/connection.ts';
import type { LiveText } from '../shared/device/live-texts.ts';
import type { Priority } from '../shared/engine/job.ts';
import type { Intent } from '../shared/engine/job-event.ts';
import type { BlockId, CallId, DocumentId, JobId, ProjectId, RevisionId, SourceId } from '../shared/kernel/brand.ts';
import type { Result } from '../shared/kernel/result.ts';
import type { Millis } from '../shared/kernel/time.ts';
import type { ContextFilter } from '../shared/recipes/context.ts';
import type { Brief } from '../shared/recipes/recipe.ts';
import type { BriefSource } from '../shared/recipes/sources.ts';
import type { Document, SettingsFields } from '../shared/records/records.ts';
import type { ChangeRefusal } from '../shared/sync/change.ts';
import type { SourceLimit } from './store/source-limits.ts';

/*
 * What the screens may ask of the rest of the browser's side. Rows are read through the live-query hooks of `web/store/live.ts`; what
 * only the server knows comes through React Query over `web/remote`; everything that a person does goes through `Actions`.
 */

/** Why something a person did was not taken in. Nothing was changed, and what they typed is still on the screen. */
export type ActionFailure =
  | ChangeRefusal
  | SourceLimit
  /** The device has no room left. */
  | { readonly type: 'storage_full' }
  /** The brief would be larger than a job may carry; `bytes` of `maxBytes`. */
  | { readonly type: 'brief_too_large'; readonly bytes: number; readonly maxBytes: number }
  /** The database could not be opened or written; `detail` is the browser's own word for it. */
  | { readonly type: 'storage_failed'; readonly detail: string }
  /** What it needs from the server is not on this device, and the server cannot be reached: the sample alone. */
  | { readonly type: 'unreachable' };

export type Done<T = void> = Promise<Result<T, ActionFailure>>;

export type NewSource = Omit<BriefSource, 'id'>;

/** A block as a new document may begin with it. */
export type NewBlock = { readonly kind: 'prompt' | 'text'; readonly prompt: string };

/** How long a person can take a deletion back. */
export const undoMs = 10_000;

/** What may be deleted with time to think again. */
export type Deletable = (
  | { readonly type: 'document'; readonly id: DocumentId }
  | { readonly type: 'project'; readonly id: ProjectId }
) & { readonly title: string };

/**
 * A document or a folder that is shown as deleted in every tab, and is deleted when `until` (the device's wall time) has passed or no
 * tab is open any more. Until then it can be taken back.
 */
export type Deletion = Deletable & { readonly until: Millis };

/** Each resolves once it is durable on this device, with its outbox entry, in one transaction (J1). All work offline and in every tab. */
export type Actions = {
  /** A new document; without `blocks` it begins with one empty prompt block. */
  readonly createDocument: (of?: {
    readonly title?: string;
    readonly projectId?: ProjectId | null;
    readonly blocks?: readonly NewBlock[];
  }) => Done<DocumentId>;
  /** A copy with its blocks, their texts as they stand, and its sources, under a title of its own; jobs and history stay behind. */
  readonly duplicateDocument: (id: DocumentId, title: string) => Done<DocumentId>;
  /** `was`: the title that the person changed; if it is another by now, that one is kept aside. */
  readonly renameDocument: (id: DocumentId, title: string, was?: string) => Done;
  /** The title aside needs no decision any more. */
  readonly dismissTitleAside: (id: DocumentId) => Done;
  readonly setModel: (id: DocumentId, model: string) => Done;
  /** Whom the document is about, as a code host names them; empty for nobody. */
  readonly setLogin: (id: DocumentId, login: string) => Done;
  /** Which sources its texts are written from. */
  readonly setContext: (id: DocumentId, context: ContextFilter) => Done;
  readonly deleteDocument: (id: DocumentId) => Done;
  readonly createProject: (name: string) => Done<ProjectId>;
  readonly renameProject: (id: ProjectId, name: string) => Done;
  /** Null: into no folder. */
  readonly moveDocument: (id: DocumentId, project: ProjectId | null) => Done;
  /** Shows a document or a folder as deleted, in every tab; a folder's documents stay. */
  readonly beginDeletion: (what: Deletable) => Done;
  /** Takes a deletion back; refused as `gone` once it is done. */
  readonly undoDeletion: (id: Deletion['id']) => Done;
  /** Does the deletions whose time is over, and cancels what would go on writing into what is deleted. */
  readonly finishDeletions: () => Done;
  /** `after`: the block that it comes below; null for the end. */
  readonly addBlock: (document: DocumentId, kind: 'prompt' | 'text', after: BlockId | null) => Done<BlockId>;
  /** `was`: the prompt that the person changed; if it is another by now, that one is kept aside. */
  readonly setPrompt: (id: BlockId, prompt: string, was?: string) => Done;
  /** The prompt aside needs no decision any more. */
  readonly dismissPromptAside: (id: BlockId) => Done;
  readonly moveBlock: (id: BlockId, direction: 'up' | 'down') => Done;
  readonly deleteBlock: (id: BlockId) => Done;
  /**
   * Saves what a person types into a block. `sitting` is begun once when an editor opens; saves of one sitting share a revision, and the
   * action itself starts the next revision when a job has been anchored to it meanwhile (J10). Answers with the revision that holds the
   * text now: the next sitting is based on it.
   */
  readonly saveText: (sitting: Sitting, text: string) => Done<RevisionId>;
  /** Puts a text at the end of a block's own, as the person's edit. */
  readonly insertText: (block: BlockId, text: string) => Done<Insertion>;
  /** Takes it back, unless the block has changed since. */
  readonly undoInsert: (insertion: Insertion) => Done;
  /** `basedOn`: the revision whose text the editor opened with; null for an empty block. */
  readonly beginSitting: (block: BlockId, basedOn: RevisionId | null) => Sitting;
  /** Takes this suggestion away, unless another has come since. */
  readonly discardSuggestion: (block: BlockId, revision: RevisionId) => Done;
  /** The undo of a discard, unless another suggestion has come since. */
  readonly restoreSuggestion: (block: BlockId, revision: RevisionId) => Done;
  /** Makes a text that was merged with a suggestion the current one, as the person's own; answers like `chooseRevision`. */
  readonly saveMerged: (block: BlockId, merged: Merged) => Done<RevisionId | null>;
  /** Makes another text the current one; answers with the one that was current before, for an undo. */
  readonly chooseRevision: (block: BlockId, revision: RevisionId) => Done<RevisionId | null>;
  /** This text aside needs no decision any more. */
  readonly dismissAside: (block: BlockId, aside: RevisionId) => Done;
  /** Refused whole if they do not fit; `added` is told how many are in as they go in, a few hundred at a time. */
  readonly addSources: (
    document: DocumentId,
    sources: readonly NewSource[],
    added?: (count: number) => void,
  ) => Done<readonly SourceId[]>;
  readonly changeSource: (id: SourceId, fields: NewSource) => Done;
  readonly deleteSource: (id: SourceId) => Done;
  /** A job that writes one block; `continueFrom` goes on with a cut-off text. */
  readonly generate: (block: BlockId, how?: { readonly priority?: Priority; readonly continueFrom?: RevisionId }) => Done<JobId>;
  /** A job that writes a block anew, from its text as it stands and what the person wants changed. */
  readonly refine: (block: BlockId, feedback: string) => Done<JobId>;
  /**
   * A job that says what it finds in a block's text, and changes nothing. Null, and no job, if one is at it already, or the text is
   * analyzed as it stands; `again` asks for that text anew.
   */
  readonly analyze: (block: BlockId, how?: { readonly again?: boolean }) => Done<JobId | null>;
  /** A job that writes every block with a prompt; of a document without any, it plans them first. */
  readonly generateAll: (document: DocumentId) => Done<JobId>;
  /**
   * A new job from the brief of another. What it writes is anchored to the texts as they stand now, but a refined one to the text that it
   * was made from. A changed prompt becomes the block's own.
   */
  readonly runAgain: (job: JobId, brief: Brief, changes?: BriefChanges) => Done<JobId>;
  readonly intend: (job: JobId, intent: Intent) => Done;
  /** Cancels every job that is not ended; answers how many there were. */
  readonly stopAll: () => Done<number>;
  /** What is left out stays as it is. */
  readonly changeSettings: (fields: Partial<SettingsFields>) => Done;
  /** Takes ended jobs, and what only they were made from, off this device; answers how many there were. The server keeps its copy. */
  readonly clearFinishedJobs: () => Done<number>;
  /** Whether this device has room: writes something and takes it back. */
  readonly tryStorage: () => Done;
  readonly dismissNotice: (id: string) => Promise<void>;
  /** The sample: a document with this project's history as sources, ready to run. */
  readonly createSample: () => Done<DocumentId>;
};

/** What a person changes of a brief: its prompt, or of a refining job the feedback; and the model that is asked. */
export type BriefChanges = { readonly words?: string; readonly model?: string };

/** One person's turn of typing into one block. */
export type Sitting = { readonly block: BlockId; readonly revision: RevisionId; readonly basedOn: RevisionId | null };

/**
 * What was typed and is not saved when a page goes: the texts that were on their way, in order, each with the stored one that it changed.
 */
export type UnsavedWords = { readonly saves: readonly { readonly text: string; readonly was: string }[] } & (
  | { readonly type: 'title'; readonly document: DocumentId }
  | { readonly type: 'prompt'; readonly block: BlockId }
  | { readonly type: 'text'; readonly sitting: Sitting }
);

/** A text that was put into a block: the block's text with it, and the one before. */
export type Insertion = { readonly block: BlockId; readonly revision: RevisionId; readonly before: RevisionId };

/** A text that came of a person's own, `basedOn`, and of a suggestion, which is then settled. */
export type Merged = { readonly basedOn: RevisionId | null; readonly suggestion: RevisionId; readonly text: string };

/** Whether this device can keep what is written. */
export type StorageHealth =
  | { readonly type: 'ok' }
  | { readonly type: 'full' }
  | { readonly type: 'failed'; readonly detail: string };

/** The engine as a tab sees it; every call settles or fails within 5 s, and a dead engine is replaced underneath (J4). */
export type EngineClient = {
  /** A change was written. */
  readonly changed: () => void;
  /** Back online, visible again, or the person pressed "try now". */
  readonly nudge: () => void;
  readonly connection: () => Connection;
  readonly onConnection: (listener: (connection: Connection) => void) => () => void;
  /** The text of a call as it grows, the text so far first; replayed from the new engine after a death. */
  readonly onText: (call: CallId, listener: (text: LiveText) => void) => () => void;
  readonly storage: () => StorageHealth;
  readonly onStorage: (listener: (health: StorageHealth) => void) => () => void;
};

/** A document that a search found. */
export type SearchHit = {
  readonly document: Document;
  /** The line that the words stand in; null if only the title has them. */
  readonly line: string | null;
};

export type SearchAnswer = {
  readonly hits: readonly SearchHit[];
  /** The words that were found, as they stand in the texts but in lower case and without accents. */
  readonly words: readonly string[];
  /** False while documents are still being read: more may come. */
  readonly isComplete: boolean;
};

/** Search over titles, prompts and texts of this device's copy. It is read in the background once it is first needed. */
export type Search = {
  /** Begins to read, so that the first search need not wait for it. */
  readonly warm: () => void;
  /** The best first, at most `limit` documents. */
  readonly find: (query: string, limit: number) => Promise<SearchAnswer>;
  /** Calls back when another answer may be had. */
  readonly onChange: (listener: () => void) => () => void;
};

/** Alerts at a job's end (J11). */
export type Alerts = {
  readonly permission: () => 'on' | 'off' | 'denied' | 'unsupported';
  /** Must be called inside the person's click. */
  readonly turnOn: () => Promise<'on' | 'denied' | 'unsupported'>;
  /** Calls back once for each end that this tab should show as a toast. */
  readonly onToast: (listener: (end: JobEnd) => void) => () => void;
};

export type JobEnd = {
  readonly jobId: JobId;
  readonly title: string;
  readonly documentId: DocumentId;
  readonly outcome: 'completed' | 'failed' | 'truncated';
};

/** Getting a session again once it has ended. Nothing that was written meanwhile is lost by it, or sent as anybody else's. */
export type SignIn = {
  /** Tries what this browser may do without a person's help. */
  readonly again: () => Promise<SignInAnswer<'needs_link'>>;
  /** Signs in by the one-time link that a person pasted; one that leads to another account opens the page that asks about it. */
  readonly byLink: (link: string) => Promise<SignInAnswer<'not_a_link' | 'link_refused' | 'another_account'>>;
};

export type SignInAnswer<T extends string> = { readonly type: 'signed_in' | 'unreachable' | T };

/** A newer version of the app that waits to be used. */
export type Updates = {
  readonly isReady: () => boolean;
  /** The newer version has taken over what is stored here: nothing can be written before a reload. */
  readonly isNeeded: () => boolean;
  /** Calls back at each change of the two. */
  readonly onReady: (listener: () => void) => () => void;
  /** `save` is run, and waited for, before this version lets go of its storage. */
  readonly onLeaving: (save: () => Promise<void>) => () => void;
  /** Saves open editors, then reloads into it. */
  readonly reload: () => void;
};
