import type { AccountId, BootId, JobId } from '../../shared/kernel/brand.ts';
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
} from '../../shared/protocol/drive.ts';
import type { JobChanges } from '../sync/job-changes.ts';
import { createJob } from './accept.ts';
import { capChanged } from './ask-again.ts';
import { claimStep } from './claim-step.ts';
import { intend } from './intents.ts';
import type { JobsDeps } from './job-change.ts';
import { beat, giveBack, letGo, spare, take } from './leases.ts';
import { obeyCancels } from './obey-cancels.ts';
import { recover } from './recover.ts';
import { report } from './report.ts';

/**
 * The server's jobs: what people ask of them (`create`, `intend`, within the transaction that settles the change) and what drivers do
 * with them. Each is one transaction through `transition`; the server's row is the job (J3).
 */
export type Jobs = JobChanges & {
  readonly take: (account: AccountId, take: Take) => Promise<TakeAnswer>;
  readonly claim: (account: AccountId, claim: Claim) => Promise<ClaimAnswer>;
  readonly report: (account: AccountId, report: Report) => Promise<ReportAnswer>;
  readonly beat: (account: AccountId, beat: Beat) => Promise<BeatAnswer>;
  readonly giveBack: (account: AccountId, given: GiveBack) => Promise<void>;
  /** Lets a device's lease that has run out run on for one period. */
  readonly spare: (account: AccountId, job: JobId) => Promise<void>;
  /** Takes a lease that has run out from a holder that is gone. */
  readonly letGo: (account: AccountId, of: GiveBack) => Promise<void>;
  /** For the server's start, before it listens. */
  readonly recover: (boot: BootId) => Promise<void>;
  /** Beside other processes over a shared store: what they do with jobs is obeyed here too. Returns at once where there are none. */
  readonly besideOthers: (signal: AbortSignal) => Promise<void>;
};

export const createJobs = (deps: JobsDeps): Jobs => ({
  create: (tx, account, seed) => createJob(deps, tx, account, seed),
  intend: (tx, account, job, intent) => intend(deps, tx, account, job, intent),
  capChanged: (tx, account) => capChanged(deps, tx, account),
  take: (account, asked) => take(deps, account, asked),
  claim: (account, claim) => claimStep(deps, account, claim),
  report: (account, said) => report(deps, account, said),
  beat: (account, sign) => beat(deps, account, sign),
  giveBack: (account, given) => giveBack(deps, account, given),
  spare: (account, job) => spare(deps, account, job),
  letGo: (account, of) => letGo(deps, account, of),
  recover: (boot) => recover(deps, boot),
  besideOthers: async (signal) => {
    const stop = deps.store.isShared ? obeyCancels(deps) : () => undefined;
    await deps.ledger.besideOthers(signal);
    stop();
  },
});
