import { type DriverId, type LeaseEpoch, leaseEpoch, parseEngineDriver } from '../kernel/brand.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { type Millis, millis } from '../kernel/time.ts';

/**
 * The right to drive a job (J4). Times are the server's. Expiry only makes a lease takeable: until somebody has taken it under a
 * new epoch, its holder's writes count.
 */
export type Lease = {
  readonly driver: DriverId;
  readonly epoch: LeaseEpoch;
  readonly expiresAt: Millis;
  /** The last report's number under this epoch; an equal or smaller one was already seen. */
  readonly reported: number;
};

/** What a driver names with every write. */
export type Fence = { readonly driver: DriverId; readonly epoch: LeaseEpoch };

type Leased = { readonly lease: Lease | null; readonly epoch: LeaseEpoch };

/** True if `driver` is a later start of the same device's engine than the lease's holder. */
export function isSuccessor(driver: DriverId, holder: DriverId): boolean {
  const next = parseEngineDriver(driver);
  const last = parseEngineDriver(holder);
  return next !== null && last !== null && next.device === last.device && next.generation > last.generation;
}

/** True if `driver` is an earlier start of the same device's engine than the lease's holder: it has been replaced. */
export const isPredecessor = (driver: DriverId, holder: DriverId): boolean => isSuccessor(holder, driver);

/**
 * Gives the lease, or says until when somebody else holds it. The holder itself gets its own lease back, extended, under the same
 * epoch (its first answer may have been lost); a successor of the same device gets it at once; others when it has expired.
 */
export function takeLease(
  job: Leased,
  driver: DriverId,
  now: Millis,
  leaseMs: number,
): Result<Lease, { readonly type: 'held'; readonly until: Millis } | { readonly type: 'replaced' }> {
  const expiresAt = millis(now + leaseMs);
  const held = job.lease;
  if (held !== null) {
    if (held.driver === driver) return ok({ ...held, expiresAt });
    if (isPredecessor(driver, held.driver)) return err({ type: 'replaced' });
    if (!isSuccessor(driver, held.driver) && held.expiresAt > now) return err({ type: 'held', until: held.expiresAt });
  }
  return ok({ driver, epoch: leaseEpoch(job.epoch + 1), expiresAt, reported: 0 });
}

/** True if a write under this fence still counts. */
export const holds = (job: Leased, fence: Fence): boolean =>
  job.lease !== null && job.lease.driver === fence.driver && job.lease.epoch === fence.epoch;

/** A sign of life: the lease runs on from now. Null if the fence is stale. */
export const renewLease = (job: Leased, fence: Fence, now: Millis, leaseMs: number): Lease | null =>
  job.lease !== null && holds(job, fence) ? { ...job.lease, expiresAt: millis(now + leaseMs) } : null;
