/*
 * What the client says to a Meanwhile server and hears from it: the shapes of GET /api/openapi.json, as far as a page that embeds
 * this needs them. Nothing of the app is imported here, so that the client stands alone in another page.
 */

export type JobStatus = 'queued' | 'running' | 'waiting' | 'paused' | 'completed' | 'failed' | 'cancelled';
export type Priority = 'high' | 'normal' | 'low';

/** Why a job does not go on by itself right now. */
export type Waiting = { readonly for: string; readonly until: string | null };

export type JobFailure = { readonly type: string; readonly message: string; readonly retryable: boolean };

/** A piece of evidence that is sent along. */
export type Source = {
  readonly text: string;
  readonly title?: string;
  readonly role?: 'evidence' | 'goal' | 'review' | 'note';
  readonly type?: string;
  readonly date?: string | null;
  readonly author?: string;
  readonly url?: string;
};

/** Which evidence is used. */
export type Context = {
  readonly from?: string | null;
  readonly to?: string | null;
  readonly types?: readonly string[] | null;
  readonly max?: number | null;
  readonly goals?: boolean;
  readonly reviews?: boolean;
  readonly datedOnly?: boolean;
};

type Evidence = { readonly sources?: readonly Source[]; readonly context?: Context };

/** What a job is asked to do. */
export type JobRequest = (
  | {
      readonly kind: 'block.generate';
      readonly input: Evidence & {
        readonly prompt: string;
        readonly title?: string;
        readonly documentId?: string;
        readonly blockId?: string;
      };
    }
  | { readonly kind: 'block.refine'; readonly input: Evidence & { readonly blockId: string; readonly feedback: string } }
  | { readonly kind: 'block.analyze'; readonly input: Evidence & { readonly blockId: string } }
  | {
      readonly kind: 'document.generate';
      readonly input: Evidence & { readonly documentId?: string; readonly title?: string; readonly prompts?: readonly string[] };
    }
) & { readonly priority?: Priority; readonly model?: string };

/** A job as the server tells of it. What is not named here is in GET /api/openapi.json. */
export type Job = {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly status: JobStatus;
  readonly progress: number;
  readonly waiting: Waiting | null;
  readonly error: JobFailure | null;
  readonly result: JobResult | null;
  readonly documentId: string;
};

/** What a completed job wrote: one text, or one for each block of a document; or what it found in a block. */
export type JobResult =
  | {
      readonly text: string;
      readonly truncated: boolean;
      readonly documentId: string;
      readonly blockId: string | null;
      readonly model: string;
    }
  | {
      readonly documentId: string;
      readonly blockId: string | null;
      readonly analysis: readonly AnalysisPart[] | null;
      readonly model: string;
    }
  | {
      readonly truncated: boolean;
      readonly documentId: string;
      readonly words: number;
      readonly blocks: readonly { readonly blockId: string; readonly text: string }[];
    };

/** One thing that an analysis says; a theme has a title, a quote says whether it stands word for word in its source. */
export type AnalysisPart = {
  readonly kind: 'theme' | 'strength' | 'gap' | 'quote';
  readonly text: string;
  readonly sources: readonly { readonly id: string; readonly title: string }[];
  readonly title?: string;
  readonly isVerbatim?: boolean;
};

/** One event of a job's stream. */
export type JobEvent =
  | { readonly type: 'status'; readonly status: JobStatus; readonly waiting: Waiting | null }
  | { readonly type: 'progress'; readonly progress: number }
  | { readonly type: 'text'; readonly stepId: string; readonly attempt: number; readonly offset: number; readonly text: string }
  | { readonly type: 'end'; readonly status: JobStatus; readonly error: JobFailure | null };

/** What the server said no to, or that it was not reached (`unreachable`, status 0). The message says what to do. */
export class MeanwhileError extends Error {
  readonly type: string;
  readonly status: number;

  constructor(type: string, status: number, message: string) {
    super(message);
    this.name = 'MeanwhileError';
    this.type = type;
    this.status = status;
  }
}
