import { z } from 'zod/mini';
import type { JobResult, PlannedStep } from '../engine/job.ts';
import type { BlockId, DocumentId, RevisionId, SourceId, StepId } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import type { Failure } from '../protocol/failure.ts';
import type { AnalysisPart } from '../records/records.ts';
import type { ModelRequest } from './model-request.ts';
import type { BriefSource } from './sources.ts';

/** All that a job's prompts need, frozen when it is made (J2). Stored once by the hash of its canonical JSON. */
export const briefSchema = z.object({
  kind: z.string().check(z.maxLength(80)),
  recipe: z.int().check(z.positive()),
  title: z.string().check(z.maxLength(500)),
  input: z.unknown(),
});
export type Brief = Readonly<z.infer<typeof briefSchema>>;

/** The texts of the steps that are done. */
export type Outputs = ReadonlyMap<StepId, string>;

/** What the job's row adds to the brief for a request. */
export type RequestSettings = { readonly model: string; readonly maxOutputTokens: number };

/** What a result does to the documents. Carried out by the server alone, in the transaction that marks its step done (J3, J10). */
export type ResultChange =
  | {
      readonly type: 'write-block';
      readonly blockId: BlockId;
      /** The revision it was made from; null if the block was empty. */
      readonly anchor: RevisionId | null;
      readonly text: string;
      readonly cutOff: boolean;
      readonly sources: readonly SourceId[];
      /** What the person asked to be changed; absent for a text that is not a refined one. */
      readonly feedback?: string;
    }
  | {
      readonly type: 'add-block';
      /** From `derivedId(job, …)`, so that a repeated apply adds nothing. */
      readonly blockId: BlockId;
      readonly order: string;
      readonly prompt: string;
    }
  | {
      readonly type: 'add-analysis';
      readonly blockId: BlockId;
      /** The text that was read. */
      readonly revision: RevisionId;
      readonly parts: readonly AnalysisPart[];
      readonly sources: readonly SourceId[];
    };

/** What a step's end is told to a recipe with. */
export type StepOutput = { readonly step: StepId; readonly text: string; readonly cutOff: boolean };

/**
 * A kind of work, as data and pure functions over its parsed input. It does not know devices, leases, calls or the store.
 * A change that alters any request or plan is a new `version`; the catalog keeps the last one for a release (J2).
 */
export type Recipe<Input> = {
  readonly kind: string;
  readonly version: number;
  readonly parse: (input: unknown) => Result<Input, string>;
  readonly documentId: (input: Input) => DocumentId;
  /** Blocks that the job will write to and that exist already. */
  readonly targets: (input: Input) => readonly BlockId[];
  /** A block that the job is about without writing to it; null for kinds that only write. */
  readonly about: (input: Input) => BlockId | null;
  /** The same input with some targets left out, when the kind can do without; null when it cannot (J10). */
  readonly without: (input: Input, busy: ReadonlySet<BlockId>) => Input | null;
  /** Every step known so far; called again after each result, and only ever adds. Ids and order depend on input and outputs alone. */
  readonly plan: (input: Input, outputs: Outputs, job: { readonly id: string }) => readonly PlannedStep[];
  readonly request: (
    step: StepId,
    input: Input,
    outputs: Outputs,
    settings: RequestSettings,
    job: { readonly id: string },
  ) => ModelRequest;
  /** Whether a step's text can be used; a structured answer that does not fit is `invalid_output`. */
  readonly check: (step: StepId, text: string) => Result<void, Failure>;
  readonly apply: (output: StepOutput, input: Input, outputs: Outputs, job: { readonly id: string }) => readonly ResultChange[];
  readonly finish: (input: Input, outputs: Outputs) => Pick<JobResult, 'words'>;
  readonly sources: (input: Input) => readonly BriefSource[];
};
