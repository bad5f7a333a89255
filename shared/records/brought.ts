import { z } from 'zod/mini';
import type { AnalysisId, BlockId, DocumentId, JobId, RevisionId, SourceId } from '../kernel/brand.ts';
import { maxTextChars, maxTitleChars } from './limits.ts';
import { blockSchema, documentSchema, idOf, millisSchema, projectSchema, sourceSchema } from './records.ts';

/*
 * Whole rows as a device has them, for a server that came from a backup and lacks them (S3). Everywhere else a change says what was
 * meant; here nobody means anything, and the row is all there is.
 */

const sourceIds = z.readonly(z.array(idOf<SourceId>()).check(z.maxLength(10_000)));
const text = z.string().check(z.maxLength(maxTextChars));
const sourceName = z.object({ id: idOf<SourceId>(), title: z.string().check(z.maxLength(maxTitleChars)) });
const named = z.readonly(z.array(sourceName).check(z.maxLength(1_000)));

const revisionSchema = z.object({
  id: idOf<RevisionId>(),
  blockId: idOf<BlockId>(),
  documentId: idOf<DocumentId>(),
  basedOn: z.nullable(idOf<RevisionId>()),
  text,
  sealed: z.boolean(),
  createdAt: millisSchema,
  by: z.discriminatedUnion('type', [
    z.object({ type: z.literal('person') }),
    z.object({
      type: z.literal('job'),
      jobId: idOf<JobId>(),
      model: z.string().check(z.maxLength(200)),
      cutOff: z.boolean(),
      sources: sourceIds,
      feedback: z.exactOptional(text),
    }),
  ]),
});

const analysisSchema = z.object({
  id: idOf<AnalysisId>(),
  documentId: idOf<DocumentId>(),
  blockId: idOf<BlockId>(),
  revision: idOf<RevisionId>(),
  parts: z.readonly(
    z
      .array(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('theme'), title: text, text, sources: named }),
          z.object({ kind: z.enum(['strength', 'gap']), text, sources: named }),
          z.object({ kind: z.literal('quote'), text, sources: named, isVerbatim: z.boolean() }),
        ]),
      )
      .check(z.maxLength(1_000)),
  ),
  createdAt: millisSchema,
  jobId: idOf<JobId>(),
  model: z.string().check(z.maxLength(200)),
  sources: sourceIds,
});

/** A row with the name of its table. What a person wants everywhere is a change of its own, `patch-settings`. */
export const broughtSchema = z.discriminatedUnion('table', [
  z.object({ table: z.literal('projects'), row: projectSchema }),
  z.object({ table: z.literal('documents'), row: documentSchema }),
  z.object({ table: z.literal('blocks'), row: blockSchema }),
  z.object({ table: z.literal('revisions'), row: revisionSchema }),
  z.object({ table: z.literal('sources'), row: sourceSchema }),
  z.object({ table: z.literal('analyses'), row: analysisSchema }),
]);
export type Brought = Readonly<z.infer<typeof broughtSchema>>;
