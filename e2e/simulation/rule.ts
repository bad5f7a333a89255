import type { Lease } from '../../shared/engine/lease.ts';
import type { CallId, DeviceId, JobId } from '../../shared/kernel/brand.ts';
import type { OutboxEntry } from '../../shared/sync/change.ts';
import type { Commit, History } from './history.ts';
import type { Send } from './provider.ts';

/** What a rule may look at besides the commit. */
export type Known = {
  readonly history: History;
  readonly sends: ReadonlyMap<CallId, Send>;
  /** Every change that a device has ever taken in, by its number. */
  readonly changes: (device: DeviceId, n: number) => OutboxEntry['change'] | null;
  /** Whether a start of the server still runs. */
  readonly isRunning: (boot: string) => boolean;
  /** Whether it is gone, whatever anybody knows. */
  readonly isDead: (boot: string) => boolean;
  /** Several server processes use the store. */
  readonly isShared: boolean;
  /** A driver has said that it gives a lease back. */
  readonly isGivenBack: (job: JobId, lease: Lease) => boolean;
};

/** Looks at a commit; says what is wrong with it, each with the promise that it breaks. */
export type Rule = (commit: Commit, known: Known) => Iterable<Fault>;
export type Fault = readonly [promise: string, detail: string];
