import { renewLease } from '../../shared/engine/lease.ts';
import { type BootId, type DriverId, parseEngineDriver, serverDriver } from '../../shared/kernel/brand.ts';
import { permanent } from '../../shared/protocol/failure.ts';
import { remember } from './history.ts';
import { type JobsDeps, logTransition, refuse } from './job-change.ts';

/**
 * Puts the jobs in order at the server's start, before anything is claimed: the calls of earlier processes are lost (L9), their leases
 * are void, devices' leases run on for one period because no beat could reach us (J8), and jobs whose recipe is gone fail (J2). In a
 * shared store the others may live: their calls are voided once they are silent, their leases run out.
 */
export async function recover(deps: JobsDeps, boot: BootId): Promise<void> {
  const { store, ledger, catalog, clock, leaseMs, log } = deps;
  const lost = await ledger.voidPredecessors();
  if (lost.length > 0) log.info({ calls: lost.length }, 'Calls of an earlier start are lost.');
  const at = clock.now();
  const failed = await store.transaction(async (tx) => {
    const changes = [];
    for (const { account, job } of await tx.unfinishedJobs()) {
      const rows = tx.of(account);
      const isGone = catalog(job.kind, job.recipe) === null;
      const isOthers = job.lease !== null && isServerOfOther(job.lease.driver, boot);
      const isVoid = isOthers && !store.isShared;
      const kept = isVoid ? { ...job, lease: null } : job;
      const next = isGone
        ? await remember(tx, account, kept, refuse(kept, { type: 'refused', failure: permanent('old_recipe'), at }))
        : kept;
      if (next !== job) await rows.putJob(next);
      if (next.lease !== null && !isOthers)
        await rows.extendLease(job.id, renewLease(next, next.lease, at, leaseMs) ?? next.lease);
      changes.push({ before: job, next });
    }
    return changes;
  });
  for (const { before, next } of failed) logTransition(log, before, next);
}

const isServerOfOther = (driver: DriverId, boot: BootId): boolean =>
  parseEngineDriver(driver) === null && driver !== serverDriver(boot);
