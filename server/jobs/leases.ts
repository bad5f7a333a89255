import { isEnded } from '../../shared/engine/job.ts';
import { holds, type Lease, renewLease, takeLease } from '../../shared/engine/lease.ts';
import { type AccountId, type JobId, parseEngineDriver } from '../../shared/kernel/brand.ts';
import type { Beat, BeatAnswer, GiveBack, Take, TakeAnswer } from '../../shared/protocol/drive.ts';
import { changeJob, type Decision, type JobsDeps } from './job-change.ts';

type LeaseDeps = Pick<JobsDeps, 'store' | 'clock' | 'leaseMs' | 'log' | 'tookOver'>;
type NotTaken = Exclude<TakeAnswer, { type: 'taken' }>;
const none = (reason: 'rest' | 'gone' | 'replaced'): NotTaken => ({ type: 'none', reason });

/** Gives a driver the right to drive a job, under a new epoch unless it has it already (J4). */
export async function take(deps: LeaseDeps, account: AccountId, asked: Take): Promise<TakeAnswer> {
  const { clock, leaseMs, tookOver } = deps;
  const changed = await changeJob(deps, account, asked.job, async (tx, job): Promise<Decision<Lease | NotTaken>> => {
    if (isEnded(job) || job.status === 'paused' || job.acceptedAt === null) return { next: job, answer: none('rest') };
    const now = clock.now();
    const taken = takeLease(job, asked.driver, now, leaseMs);
    if (!taken.ok) {
      const { error } = taken;
      return { next: job, answer: error.type === 'held' ? { type: 'held', forMs: error.until - now } : none('replaced') };
    }
    const lease = taken.value;
    if (lease.epoch !== job.epoch) {
      const isFirst = job.epoch === 0;
      const afterCommit = () => (isFirst ? undefined : tookOver(parseEngineDriver(asked.driver) === null ? 'server' : 'device'));
      return { next: { ...job, lease, epoch: lease.epoch }, answer: lease, afterCommit };
    }
    await tx.of(account).extendLease(job.id, lease); // its own lease again: its first answer may have been lost
    return { next: job, answer: lease };
  });
  if (changed === null) return none('gone');
  return 'type' in changed.answer ? changed.answer : { type: 'taken', row: changed.row, lease: changed.answer };
}

/** Ends a lease at its holder's wish; a stale one is left as it is. */
export async function giveBack(deps: LeaseDeps, account: AccountId, given: GiveBack): Promise<void> {
  await changeJob(deps, account, given.job, async (_tx, job) => ({
    next: holds(job, given) ? { ...job, lease: null } : job,
    answer: null,
  }));
}

/** Ends a lease that has run out, of a holder that is gone; one that was renewed meanwhile is left as it is. */
export async function letGo(deps: LeaseDeps, account: AccountId, of: GiveBack): Promise<void> {
  await changeJob(deps, account, of.job, async (_tx, job) => {
    const isOver = job.lease !== null && holds(job, of) && job.lease.expiresAt <= deps.clock.now();
    return { next: isOver ? { ...job, lease: null } : job, answer: null };
  });
}

/** Lets a device's lease that has run out run on for one period: its signs of life could not reach us (J8). */
export async function spare(deps: LeaseDeps, account: AccountId, id: JobId): Promise<void> {
  const now = deps.clock.now();
  await deps.store.transaction(async (tx) => {
    const job = await tx.of(account).getJob(id);
    const held = job?.lease ?? null;
    if (job === null || held === null || held.expiresAt > now || parseEngineDriver(held.driver) === null) return;
    await tx.of(account).extendLease(id, renewLease(job, held, now, deps.leaseMs) ?? held);
  });
}

/** A sign of life for all that a driver holds. Answers which of it is no longer the driver's; never gives a new epoch. */
export async function beat(deps: LeaseDeps, account: AccountId, { driver, leases }: Beat): Promise<BeatAnswer> {
  const stale = await deps.store.transaction(async (tx) => {
    const rows = tx.of(account);
    const lost: JobId[] = [];
    for (const { job: id, epoch } of leases) {
      const job = await rows.getJob(id);
      const lease = job === null ? null : renewLease(job, { driver, epoch }, deps.clock.now(), deps.leaseMs);
      if (job === null || lease === null) lost.push(id);
      else if (!isEnded(job)) await rows.extendLease(id, lease);
    }
    return lost;
  });
  return { stale };
}
