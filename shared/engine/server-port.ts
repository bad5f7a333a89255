import type { BriefHash, CallId, JobId } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import type {
  Beat,
  BeatAnswer,
  Claim,
  ClaimAnswer,
  GiveBack,
  Report,
  ReportAnswer,
  Take,
  TakeAnswer,
} from '../protocol/drive.ts';
import type { Brief } from '../recipes/recipe.ts';

/** The message may or may not have arrived. Every message of a driver may be sent again. */
export type Unreachable = { readonly type: 'unreachable' };
export type Reply<T> = Promise<Result<T, Unreachable>>;

/** What a driver asks of the server: over the network from a device, in the same process for the server's own driver. */
export type DriveServer = {
  readonly take: (message: Take) => Reply<TakeAnswer>;
  readonly claim: (message: Claim) => Reply<ClaimAnswer>;
  readonly report: (message: Report) => Reply<ReportAnswer>;
  readonly giveBack: (message: GiveBack) => Reply<void>;
  readonly beat: (message: Beat) => Reply<BeatAnswer>;
  /** The brief of a job; null if the server has none of that hash. */
  readonly brief: (job: JobId, hash: BriefHash) => Reply<Brief | null>;
  /** The whole text of a call that has ended. */
  readonly output: (call: CallId) => Reply<string>;
};
