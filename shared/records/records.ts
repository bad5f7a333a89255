import { z } from 'zod/mini';
import type { AnalysisId, BlockId, DocumentId, JobId, ProjectId, RevisionId, SourceId } from '../kernel/brand.ts';
import { isId } from '../kernel/brand.ts';
import type { Millis } from '../kernel/time.ts';
import { contextSchema } from '../recipes/context.ts';
import { maxPromptChars, maxSourceBytes, sourceRoles } from '../recipes/sources.ts';
import { maxTitleChars } from './limits.ts';

/*
 * What is synced, beside jobs: one schema a record. A row is parsed where it enters the server; what the server sends is its own.
 * Absent is `null`, so that a row says the same in JSON, IndexedDB and SQL.
 */

/** A branded id on the wire. */
export const idOf = <Id extends string>() => z.custom<Id>((value) => typeof value === 'string' && isId(value));
export const millisSchema = z.custom<Millis>((value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0);

export const projectSchema = z.object({
  id: idOf<ProjectId>(),
  name: z.string().check(z.maxLength(maxTitleChars)),
  createdAt: millisSchema,
});
/** A folder of documents. */
export type Project = Readonly<z.infer<typeof projectSchema>>;

export const documentSchema = z.object({
  id: idOf<DocumentId>(),
  projectId: z.nullable(idOf<ProjectId>()),
  title: z.string().check(z.maxLength(maxTitleChars)),
  /** The model its jobs ask for: an id, or `default`. */
  model: z.string().check(z.minLength(1), z.maxLength(200)),
  /** Whom it is about, as a code host names them; absent or empty: nobody. It tells a pull request's author from its reviewer. */
  login: z.optional(z.string().check(z.maxLength(200))),
  /** Which of its sources its texts are written from; absent: all. */
  context: z.optional(contextSchema),
  createdAt: millisSchema,
  /** Last change of the document or of anything in it. */
  changedAt: millisSchema,
  /** A title that was given elsewhere at the same time and is not shown; kept until a person has decided. */
  titleAside: z.optional(z.nullable(z.string().check(z.maxLength(maxTitleChars)))),
});
export type Document = Readonly<z.infer<typeof documentSchema>>;

export const blockSchema = z.object({
  id: idOf<BlockId>(),
  documentId: idOf<DocumentId>(),
  kind: z.enum(['prompt', 'text']),
  /** Fractional index: blocks of a document are sorted by it, then by id. */
  order: z.string().check(z.minLength(1), z.maxLength(200)),
  prompt: z.string().check(z.maxLength(maxPromptChars)),
  /** A prompt that was written elsewhere at the same time and is not shown; kept until a person has decided. */
  promptAside: z.optional(z.nullable(z.string().check(z.maxLength(maxPromptChars)))),
  /** Its text as it stands; null while it has none. */
  current: z.nullable(idOf<RevisionId>()),
  /** A job's text that waits beside the person's (J10). */
  suggestion: z.nullable(idOf<RevisionId>()),
  /** A person's text that came from elsewhere at the same time and is not current; kept, and told in a banner. */
  aside: z.nullable(idOf<RevisionId>()),
});
export type Block = Readonly<z.infer<typeof blockSchema>>;

/** A text that a block has or had. A person's revision may still grow while its sitting lasts; a job's never changes. */
export type Revision = {
  readonly id: RevisionId;
  readonly blockId: BlockId;
  readonly documentId: DocumentId;
  /** What it was made from; null for a first text. */
  readonly basedOn: RevisionId | null;
  readonly text: string;
  /** A job was made from it: its text no longer changes, and a sitting that goes on continues in a new revision (J10). */
  readonly sealed: boolean;
  readonly createdAt: Millis;
  readonly by:
    | { readonly type: 'person' }
    | {
        readonly type: 'job';
        readonly jobId: JobId;
        readonly model: string;
        readonly cutOff: boolean;
        readonly sources: readonly SourceId[];
        /** What the person asked to be changed, of a text that was refined; absent for every other. */
        readonly feedback?: string;
      };
};

export const sourceSchema = z.object({
  id: idOf<SourceId>(),
  documentId: idOf<DocumentId>(),
  title: z.string().check(z.maxLength(maxTitleChars)),
  text: z.string().check(z.maxLength(maxSourceBytes)),
  role: z.enum(sourceRoles),
  /** Such as `PR_AUTHORED`; free. */
  type: z.string().check(z.maxLength(80)),
  /** ISO 8601; null when undated. */
  date: z.nullable(z.string().check(z.maxLength(40))),
  author: z.string().check(z.maxLength(200)),
  url: z.string().check(z.maxLength(2_000)),
  createdAt: millisSchema,
});
export type Source = Readonly<z.infer<typeof sourceSchema>>;

/** A source as a result names it: its title is kept for when the source itself is gone. */
export type NamedSource = { readonly id: SourceId; readonly title: string };

/** One thing that an analysis says about a block's text. */
export type AnalysisPart =
  | { readonly kind: 'theme'; readonly title: string; readonly text: string; readonly sources: readonly NamedSource[] }
  | { readonly kind: 'strength' | 'gap'; readonly text: string; readonly sources: readonly NamedSource[] }
  | {
      readonly kind: 'quote';
      readonly text: string;
      /** The one that it stands in, or that the model says it does; none for a quote from the block itself. */
      readonly sources: readonly NamedSource[];
      /** It stands word for word in the source or in the block. A quote that does not is shown as such. */
      readonly isVerbatim: boolean;
    };

/** What a job found in a block's text. It never changes, and changes nothing. */
export type Analysis = {
  readonly id: AnalysisId;
  readonly documentId: DocumentId;
  readonly blockId: BlockId;
  /** The text that was read. */
  readonly revision: RevisionId;
  readonly parts: readonly AnalysisPart[];
  readonly createdAt: Millis;
  readonly jobId: JobId;
  readonly model: string;
  /** All that it was made from. */
  readonly sources: readonly SourceId[];
};

export const leaveChoices = ['go-on', 'wait'] as const;
/** What becomes of a job when the device that drives it leaves: the server goes on with it, or it waits for the device. */
export type LeaveChoice = (typeof leaveChoices)[number];

const settingsFields = {
  /** For jobs that say `default`; decided when a job is accepted. */
  whenILeave: z.enum(leaveChoices),
  /** After a call that is possibly paid and brought no whole answer: repeat it, or ask first (L7). */
  lostCall: z.enum(['retry', 'ask']),
  /** The model of documents that say `default`: an id, or `default` for the server's own. */
  defaultModel: z.string().check(z.minLength(1), z.maxLength(200)),
  /** The longest text, in tokens, within the server's own limit; null for that. */
  maxOutputTokens: z.nullable(z.int().check(z.minimum(100), z.maximum(1_000_000))),
  theme: z.enum(['auto', 'light', 'dark']),
  /** Calls side by side, within the server's own limit; null for that. */
  callsAtOnce: z.nullable(z.int().check(z.minimum(1), z.maximum(1_000))),
  /** Dollars a month, by UTC; once they are spent no call begins (L3). Null for no cap. */
  monthlyCap: z.nullable(z.number().check(z.minimum(0), z.maximum(1_000_000))),
  /** Days after which a finished job may be cleared away. Texts stay in their documents. */
  keepFinishedDays: z.int().check(z.minimum(1), z.maximum(36_500)),
  /** Jobs that programs made are kept for a day only. */
  dropProgramJobsDaily: z.boolean(),
};
const settingsSchema = z.object({ id: z.literal('settings'), ...settingsFields });
/** What a person wants everywhere. */
export type Settings = Readonly<z.infer<typeof settingsSchema>>;
export type SettingsFields = Omit<Settings, 'id'>;

/** What a settings change may carry: some of the fields, and what a newer build has added to them. */
export const settingsPatchSchema = z
  .looseObject(z.partial(z.object(settingsFields)).shape)
  .check(z.refine((fields) => JSON.stringify(fields).length <= maxSettingsChars));
const maxSettingsChars = 10_000;

/**
 * One row a person, made by the first change: what they chose and nothing else, so that a default which changes holds for those who
 * never chose. Fields that this build does not know are kept.
 */
export type StoredSettings = Pick<Settings, 'id'> & Partial<SettingsFields>;

/** Every kind of synced record by its table's name. Jobs are synced too, but only the server writes them (J3). */
export type Records = {
  readonly projects: Project;
  readonly documents: Document;
  readonly blocks: Block;
  readonly revisions: Revision;
  readonly sources: Source;
  readonly analyses: Analysis;
  readonly settings: StoredSettings;
};
export type RecordTable = keyof Records;
export const recordTables = [
  'projects',
  'documents',
  'blocks',
  'revisions',
  'sources',
  'analyses',
  'settings',
] as const satisfies readonly RecordTable[];
/** The tables whose rows belong to a document or a project. */
export type ChildTable = Exclude<RecordTable, 'projects' | 'settings'>;
