import { z } from 'zod';
import { statuses } from '../../shared/engine/job.ts';
import { permanentReasons, transientReasons } from '../../shared/protocol/failure.ts';

/*
 * What programs are answered, one schema a shape. Types, the OpenAPI document and the tests of it come from these, so that none of them
 * can say something else. A shape has no field that is left out: absent is null.
 */

/** ISO 8601 in UTC. */
const time = z.iso.datetime();
const status = z.enum(statuses);
const tokens = z.int().min(0);

export const usageAnswer = z
  .strictObject({
    input: tokens.describe('Tokens that were read afresh.'),
    output: tokens,
    cached: tokens.describe('Tokens that the provider had read before.'),
    paidTwice: tokens.describe('Tokens of attempts that may have been paid for and were repeated (L7).'),
  })
  .readonly();
export type UsageView = z.infer<typeof usageAnswer>;

const stepAnswer = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    status: z.enum(['pending', 'running', 'waiting', 'done', 'failed']),
    attempts: z.int().min(0).describe('How often it was sent.'),
  })
  .readonly();

export const waitAnswer = z
  .strictObject({
    for: z.enum(['offline', 'retry', 'rate-limit', 'credits', 'driver', 'person']),
    until: time.nullable().describe('Null when only an event ends the wait.'),
  })
  .readonly();

export const failureAnswer = z
  .strictObject({
    type: z.enum([...transientReasons, ...permanentReasons]),
    message: z.string().describe('What happened and what to do, in a sentence or two.'),
    retryable: z.boolean().describe('Whether the same job may succeed as it is.'),
  })
  .readonly();
export type ErrorView = z.infer<typeof failureAnswer>;

const jobFields = {
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  status,
  progress: z.int().min(0).max(100).describe('Percent; 100 means completed (J12).'),
  currentStep: z.string().nullable().describe('The id of the step that is worked on.'),
  steps: z.array(stepAnswer).readonly(),
  waiting: waitAnswer.nullable().describe('Why it does not go on by itself right now.'),
  driver: z
    .strictObject({ type: z.enum(['device', 'server']), name: z.string() })
    .readonly()
    .nullable()
    .describe('Who works on it.'),
  attempts: z.int().min(0).describe('The highest of the steps.'),
  maxAttempts: z.int().min(1),
  usage: usageAnswer,
  estimatedCompletion: z
    .strictObject({ from: time, to: time })
    .readonly()
    .nullable()
    .describe('A range from this kind’s own history; null until there is enough of it.'),
  error: failureAnswer.nullable(),
  documentId: z.string(),
  blockId: z.string().nullable().describe('The one block that it writes or reads; null for a job over several.'),
  createdAt: time,
  startedAt: time.nullable(),
  completedAt: time.nullable(),
};

/** A job without its texts, as lists have it. */
export const jobAnswer = z.strictObject(jobFields).readonly();
export type JobView = z.infer<typeof jobAnswer>;

const named = z.array(z.strictObject({ id: z.string(), title: z.string() }).readonly()).readonly();
const said = { text: z.string(), sources: named };
/** One thing that an analysis says; a quote says whether it stands word for word in its source. */
const partAnswer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('theme'), title: z.string(), ...said }).readonly(),
  z.strictObject({ kind: z.enum(['strength', 'gap']), ...said }).readonly(),
  z.strictObject({ kind: z.literal('quote'), isVerbatim: z.boolean(), ...said }).readonly(),
]);

/** What a completed job wrote or found, by its kind. */
export const resultAnswer = z.union([
  z
    .strictObject({
      text: z.string(),
      truncated: z.boolean().describe('Cut off at the length limit.'),
      documentId: z.string(),
      blockId: z.string().nullable(),
      model: z.string(),
      usage: usageAnswer,
    })
    .readonly(),
  z
    .strictObject({
      documentId: z.string(),
      blockId: z.string().nullable(),
      analysis: z.array(partAnswer).readonly().nullable().describe('Null if the block was deleted meanwhile.'),
      model: z.string(),
      usage: usageAnswer,
    })
    .readonly(),
  z
    .strictObject({
      documentId: z.string(),
      truncated: z.boolean().describe('Any of the texts is cut off at the length limit.'),
      words: z.int().min(0),
      blocks: z.array(z.strictObject({ blockId: z.string(), text: z.string() }).readonly()).readonly(),
    })
    .readonly(),
]);
export type ResultView = z.infer<typeof resultAnswer>;

/** A job by itself. */
export const jobDetailAnswer = z.strictObject({ ...jobFields, result: resultAnswer.nullable() }).readonly();

export const jobsPageAnswer = z
  .strictObject({
    jobs: z.array(jobAnswer).readonly().describe('Newest first.'),
    nextCursor: z.string().nullable().describe('Where the next page begins; null at the end.'),
  })
  .readonly();
export type JobsPage = z.infer<typeof jobsPageAnswer>;

export const createdAnswer = z.strictObject({ jobId: z.string(), status }).readonly();
export const steeredAnswer = z.strictObject({ id: z.string(), status }).readonly();

/** The data of each event of a job's stream, by the event's name. */
export const eventAnswers = {
  status: z.strictObject({ status, waiting: waitAnswer.nullable() }),
  progress: z.strictObject({ progress: jobFields.progress }),
  text: z.strictObject({
    stepId: z.string(),
    attempt: z.int().min(1),
    offset: z.int().min(0).describe('In UTF-16 code units; a new attempt begins at 0 and replaces the text before it.'),
    text: z.string(),
  }),
  end: z.strictObject({ status, error: failureAnswer.nullable() }),
} as const;
