import { isForMaker, type Job } from '../../shared/engine/job.ts';
import { createBell } from '../../shared/kernel/bell.ts';
import type { DriverId, JobId } from '../../shared/kernel/brand.ts';
import { type Clock, type Millis, millis } from '../../shared/kernel/time.ts';
import type { Presence } from '../feed/presence.ts';

/** How long an accepted job that has no lease is left to the device that made it. */
const graceMs = 2_000;

/** Tells which jobs nobody else drives, leaving out those that wait for the device that made them. */
export type Orphans = {
  readonly has: (job: Job) => boolean;
  /** This job's driver has left for sure: no grace is given. */
  readonly left: (job: JobId) => void;
  /** A driver gave its lease back: if its device leaves now, it does so in good order, and no grace is given. */
  readonly givenBack: (job: JobId) => void;
  /** Some driver's feed has closed. */
  readonly look: () => void;
  /** Resolves when a job has been left. */
  readonly found: (signal: AbortSignal) => Promise<void>;
};

type OrphanDeps = { readonly presence: Presence; readonly clock: Clock; readonly mayJudge: () => boolean };

export function createOrphans(deps: OrphanDeps, own: DriverId): Orphans {
  /** Since when a job has been seen without a lease and without its maker, by this process's own clock. */
  const aloneSince = new Map<JobId, Millis>();
  /** When a lease was given back. Nothing is kept for longer than the grace. */
  const givenBackAt = new Map<JobId, Millis>();
  const bell = createBell();
  const isRecent = (at: Millis | undefined): boolean => at !== undefined && deps.clock.elapsed() - at < graceMs;

  const isAlone = (job: Job): boolean => {
    if (job.createdBy === null) return true;
    if (deps.presence.hasDevice(job.createdBy)) {
      aloneSince.delete(job.id);
      return false;
    }
    if (isRecent(givenBackAt.get(job.id))) return true;
    const since = aloneSince.get(job.id);
    if (since === undefined) aloneSince.set(job.id, deps.clock.elapsed());
    return since !== undefined && deps.clock.elapsed() - since >= graceMs;
  };

  return {
    has: (job) => {
      if (isForMaker(job)) return false;
      if (job.lease === null) return isAlone(job);
      aloneSince.delete(job.id);
      if (job.lease.driver === own) return true;
      return deps.mayJudge() && !deps.presence.isPresent(job.lease.driver) && job.lease.expiresAt <= deps.clock.now();
    },
    left: (job) => {
      aloneSince.set(job, millis(deps.clock.elapsed() - graceMs));
      bell.ring();
    },
    givenBack: (job) => {
      for (const [other, at] of givenBackAt) if (!isRecent(at)) givenBackAt.delete(other);
      givenBackAt.set(job, deps.clock.elapsed());
    },
    look: bell.ring,
    found: bell.heard,
  };
}
