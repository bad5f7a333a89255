import { z } from 'zod/mini';
import { priorities } from '../engine/job.ts';
import type { BlockId, BriefHash, DeviceId, DocumentId, JobId, RevisionId } from '../kernel/brand.ts';
import { maxSourceBytes, sourceRoles } from '../recipes/sources.ts';
import { broughtSchema } from '../records/brought.ts';
import { maxTextChars } from '../records/limits.ts';
import {
  blockSchema,
  documentSchema,
  idOf,
  leaveChoices,
  millisSchema,
  projectSchema,
  settingsPatchSchema,
  sourceSchema,
} from '../records/records.ts';

/**
 * What a person did, as the outbox keeps it and the server applies it (S2). A change says what was meant, not what the row became,
 * so that it can be applied on top of what others did meanwhile.
 */

/** So many sources one change may bring; an import of more is several changes. */
export const maxSourcesAtOnce = 500;

const title = z.string().check(z.maxLength(500));

/** A job as it is asked for; the rest of its row begins empty. */
const jobSeedSchema = z.object({
  id: idOf<JobId>(),
  kind: z.string().check(z.maxLength(80)),
  recipe: z.int().check(z.positive()),
  brief: idOf<BriefHash>(),
  title,
  documentId: idOf<DocumentId>(),
  targets: z.array(idOf<BlockId>()).check(z.maxLength(1_000)),
  /** The block that it is about without writing to it. */
  about: z.optional(idOf<BlockId>()),
  /** A model's id, or `default` (J2). */
  model: z.string().check(z.minLength(1), z.maxLength(200)),
  priority: z.enum(priorities),
  createdBy: z.nullable(idOf<DeviceId>()),
  createdAt: millisSchema,
  /** `default`, also when it is left out: as the person's settings say when the server accepts it. */
  whenILeave: z.optional(z.enum([...leaveChoices, 'default'])),
});
export type JobSeed = Readonly<z.infer<typeof jobSeedSchema>>;

const intentSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('cancel') }),
  z.object({ type: z.literal('pause') }),
  z.object({ type: z.literal('resume') }),
  z.object({ type: z.literal('retry'), round: z.int().check(z.nonnegative()) }),
  z.object({ type: z.literal('prioritise'), priority: z.enum(priorities) }),
  z.object({ type: z.literal('set-leave'), whenILeave: z.enum(leaveChoices) }),
]);

export const changeSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('create-project'), project: projectSchema }),
  z.object({ type: z.literal('rename-project'), id: projectSchema.shape.id, name: projectSchema.shape.name }),
  z.object({ type: z.literal('delete-project'), id: projectSchema.shape.id }),
  z.object({ type: z.literal('create-document'), document: documentSchema }),
  z.object({
    type: z.literal('patch-document'),
    id: documentSchema.shape.id,
    fields: z.partial(
      z.pick(documentSchema, { title: true, model: true, projectId: true, login: true, context: true, titleAside: true }),
    ),
    /** The title that was changed from: if it is another by now, that one is kept aside. */
    was: z.optional(z.object({ title: documentSchema.shape.title })),
  }),
  z.object({ type: z.literal('delete-document'), id: documentSchema.shape.id }),
  z.object({ type: z.literal('create-block'), block: blockSchema }),
  z.object({
    type: z.literal('patch-block'),
    id: blockSchema.shape.id,
    fields: z.partial(z.pick(blockSchema, { prompt: true, order: true, promptAside: true })),
    /** The prompt that was changed from: if it is another by now, that one is kept aside. */
    was: z.optional(z.object({ prompt: blockSchema.shape.prompt })),
  }),
  z.object({ type: z.literal('delete-block'), id: blockSchema.shape.id }),
  /** A person's text. The same revision id again is the same sitting: its text replaces the last. */
  z.object({
    type: z.literal('edit-block'),
    id: blockSchema.shape.id,
    revision: z.object({
      id: idOf<RevisionId>(),
      basedOn: z.nullable(idOf<RevisionId>()),
      text: z.string().check(z.maxLength(maxTextChars)),
    }),
  }),
  /**
   * Makes an earlier revision, or the waiting suggestion, the current one. `seen` is the one that was current when the person chose: a
   * text that has come since then waits beside the chosen one.
   */
  z.object({
    type: z.literal('choose-revision'),
    id: blockSchema.shape.id,
    revision: idOf<RevisionId>(),
    seen: z.optional(z.nullable(idOf<RevisionId>())),
  }),
  /**
   * Sets or takes away (null) the suggestion that waits; setting it again is the undo of a discard. With `was`, only that suggestion is
   * replaced or taken away, and not one that has come since.
   */
  z.object({
    type: z.literal('set-suggestion'),
    id: blockSchema.shape.id,
    revision: z.nullable(idOf<RevisionId>()),
    was: z.optional(z.nullable(idOf<RevisionId>())),
  }),
  /** The text aside needs no decision any more; with `aside`, only if it is still that one. */
  z.object({ type: z.literal('dismiss-aside'), id: blockSchema.shape.id, aside: z.optional(idOf<RevisionId>()) }),
  z.object({ type: z.literal('create-source'), source: sourceSchema }),
  /** Sources of one document that were taken in together. */
  z.object({
    type: z.literal('create-sources'),
    documentId: documentSchema.shape.id,
    sources: z.array(sourceSchema).check(z.minLength(1), z.maxLength(maxSourcesAtOnce)),
  }),
  z.object({
    type: z.literal('patch-source'),
    id: sourceSchema.shape.id,
    fields: z.partial(
      z.object({
        title,
        text: z.string().check(z.maxLength(maxSourceBytes)),
        role: z.enum(sourceRoles),
        type: sourceSchema.shape.type,
        date: sourceSchema.shape.date,
        author: sourceSchema.shape.author,
        url: sourceSchema.shape.url,
      }),
    ),
  }),
  z.object({ type: z.literal('delete-source'), id: sourceSchema.shape.id }),
  z.object({
    type: z.literal('patch-settings'),
    fields: settingsPatchSchema,
  }),
  /** A row that the device had from a store of which the server's present one is an older copy (S3). Put where there is none. */
  z.object({ type: z.literal('bring-back'), brought: broughtSchema }),
  z.object({ type: z.literal('create-job'), job: jobSeedSchema }),
  z.object({ type: z.literal('intend'), jobId: idOf<JobId>(), intent: intentSchema }),
]);
export type Change = Readonly<z.infer<typeof changeSchema>>;

/** A change in a device's outbox. `n` counts from 1 without gaps, for ever (S2); `at` is the device's wall time, for show. */
export const outboxEntrySchema = z.object({ n: z.int().check(z.positive()), at: millisSchema, change: changeSchema });
export type OutboxEntry = Readonly<z.infer<typeof outboxEntrySchema>>;

/** Why the server did not do what a change asked. It is settled all the same: its number counts as applied. */
export type ChangeRefusal =
  | { readonly type: 'gone' } // what it changes was deleted (S5)
  | { readonly type: 'too_late' }
  | { readonly type: 'wrong_state' }
  | { readonly type: 'stale_round' }
  | { readonly type: 'stale_attempt' }
  | { readonly type: 'id_taken' }; // the id exists with other content
