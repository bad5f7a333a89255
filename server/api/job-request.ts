import { z } from 'zod';
import { priorities, statuses } from '../../shared/engine/job.ts';
import { blockId, documentId, idPattern } from '../../shared/kernel/brand.ts';
import { maxFeedbackChars } from '../../shared/recipes/kinds.ts';
import { maxPromptChars, maxSourceBytes, maxSources, sourceRoles } from '../../shared/recipes/sources.ts';
import { maxTitleChars } from '../../shared/records/limits.ts';

/*
 * What programs send. Fields that are not known are refused, because a name with a slip of the pen would otherwise be left out without
 * a word; only in a source they are passed over, because sources are often other tools' JSON.
 */

const idOf = <Id extends string>(make: (text: string) => Id) =>
  z.string().regex(idPattern, 'It takes an id: 1–120 letters, digits, “.”, “_”, “:” or “-”.').transform(make);

const datePattern = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const aDate = 'It takes a date such as 2026-09-30 or 2026-09-30T12:00:00Z.';
const date = z
  .string()
  .regex(datePattern, aDate)
  .refine((text) => !Number.isNaN(Date.parse(text)), aDate);

const title = z.string().trim().min(1).max(maxTitleChars);
const prompt = z.string().trim().min(1).max(maxPromptChars);

/** A piece of evidence. */
export const sourceInput = z.object({
  title: z.string().max(maxTitleChars).default(''),
  text: z.string().max(maxSourceBytes),
  role: z.enum(sourceRoles).default('evidence'),
  type: z.string().max(80).default(''),
  date: date.nullable().default(null),
  author: z.string().max(200).default(''),
  url: z.string().max(2_000).default(''),
});
export type SourceInput = Readonly<z.infer<typeof sourceInput>>;

/** Which pieces of evidence a job is made from. */
export const contextInput = z.strictObject({
  from: date.nullable().default(null),
  to: date.nullable().default(null),
  types: z.array(z.string().max(80)).max(100).nullable().default(null),
  max: z.int().min(0).max(maxSources).nullable().default(null),
  goals: z.boolean().default(true),
  reviews: z.boolean().default(true),
  datedOnly: z.boolean().default(false),
});

const evidence = {
  sources: z.array(sourceInput).max(maxSources).default([]),
  context: contextInput
    .optional()
    .describe('Without it, the document’s own choice holds, as it stands in its context panel. One that is sent counts alone.'),
};

const blockGenerateRequest = z.strictObject({
  prompt,
  title: title.optional(),
  documentId: idOf(documentId).optional(),
  blockId: idOf(blockId).optional(),
  ...evidence,
});
export type BlockGenerateRequest = Readonly<z.infer<typeof blockGenerateRequest>>;

const documentGenerateRequest = z
  .strictObject({
    documentId: idOf(documentId).optional(),
    title: title.optional(),
    prompts: z.array(prompt).max(100).default([]),
    ...evidence,
  })
  .refine((input) => input.documentId !== undefined || input.title !== undefined, {
    path: ['title'],
    message: 'This is missing; a new document needs a title.',
  });
export type DocumentGenerateRequest = Readonly<z.infer<typeof documentGenerateRequest>>;

/** Every block's text as it stands is what these are about; a block without one is refused. */
const blockRefineRequest = z.strictObject({
  blockId: idOf(blockId),
  feedback: z.string().trim().min(1).max(maxFeedbackChars),
  ...evidence,
});
export type BlockRefineRequest = Readonly<z.infer<typeof blockRefineRequest>>;

const blockAnalyzeRequest = z.strictObject({ blockId: idOf(blockId), ...evidence });
export type BlockAnalyzeRequest = Readonly<z.infer<typeof blockAnalyzeRequest>>;

const settings = {
  priority: z.enum(priorities).default('normal'),
  /** A model's id; without it the document's own choice. */
  model: z.string().trim().min(1).max(200).optional(),
};

/** The body of `POST /api/jobs`. */
export const jobRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('block.generate'), input: blockGenerateRequest, ...settings }),
  z.strictObject({ kind: z.literal('block.refine'), input: blockRefineRequest, ...settings }),
  z.strictObject({ kind: z.literal('block.analyze'), input: blockAnalyzeRequest, ...settings }),
  z.strictObject({ kind: z.literal('document.generate'), input: documentGenerateRequest, ...settings }),
]);
export type JobRequest = Readonly<z.infer<typeof jobRequest>>;

/** The header under which a creation may be sent again. */
export const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,255}$/, 'It takes 1–255 visible ASCII characters.');

/** The header with which a stream of events goes on; what does not fit begins from the start, so that nothing is left out. */
export const eventCursorHeader = z.string();

/** A request of each kind, for documents. */
export const jobExamples: Readonly<Record<JobRequest['kind'], z.input<typeof jobRequest>>> = {
  'block.generate': {
    kind: 'block.generate',
    input: {
      prompt: 'Write the release notes of 1.4.',
      title: 'Release notes',
      sources: [{ title: 'Faster start', text: 'Documents open in half the time.', type: 'change', date: '2026-09-12' }],
      context: { from: '2026-07-01', max: 50 },
    },
    priority: 'normal',
  },
  'block.refine': {
    kind: 'block.refine',
    input: { blockId: 'block-1', feedback: 'Shorter, and name the two largest changes.' },
    priority: 'high',
  },
  'block.analyze': { kind: 'block.analyze', input: { blockId: 'block-1', context: { goals: true } } },
  'document.generate': {
    kind: 'document.generate',
    input: { title: 'Plan of the move', prompts: ['Why we move', 'What it costs'] },
    priority: 'low',
  },
};

/** The query of `GET /api/jobs`. */
export const jobsQuery = z.strictObject({
  status: z.enum(statuses).optional(),
  kind: z.string().min(1).max(80).optional(),
  documentId: idOf(documentId).optional(),
  limit: z.preprocess(
    (text) => (typeof text === 'string' && /^\d{1,3}$/.test(text) ? Number(text) : text),
    z.int().min(1).max(200).default(50),
  ),
  cursor: z.string().max(500).optional(),
});
