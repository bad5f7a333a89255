import type { Intent } from '../../shared/engine/job-event.ts';
import type { AccountId, JobId } from '../../shared/kernel/brand.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { ChangeRefusal, JobSeed } from '../../shared/sync/change.ts';
import type { StoreTx } from '../store/store.ts';

/**
 * What became of a change to a job within its transaction. `afterCommit` does what may only happen once the change is durable, such
 * as ending a call at the provider (J6); null if there is nothing.
 */
export type JobChanged = Result<{ readonly afterCommit: (() => void) | null }, ChangeRefusal>;

/** The port to those who look after jobs. A refused change leaves everything in its transaction as it was. */
export type JobChanges = {
  readonly create: (tx: StoreTx, account: AccountId, seed: JobSeed) => Promise<JobChanged>;
  readonly intend: (tx: StoreTx, account: AccountId, job: JobId, intent: Intent) => Promise<JobChanged>;
  /** The person's monthly cap is another one now. */
  readonly capChanged: (tx: StoreTx, account: AccountId) => Promise<void>;
};
