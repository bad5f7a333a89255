import type { Job } from '../../shared/engine/job.ts';
import type { AccountId, DriverId, JobId } from '../../shared/kernel/brand.ts';
import type { Clock, Sleep } from '../../shared/kernel/time.ts';
import type { Presence } from '../feed/presence.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Log } from '../log.ts';

/** A feed that closes and is not opened again within this time has left. */
const leaveMs = 1_500;
/** A timer that ran later than this says more about this process than about the driver. */
const lateMs = 1_000;

type LeaverDeps = {
  readonly presence: Presence;
  readonly jobs: Pick<Jobs, 'giveBack'>;
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly sleep: Sleep;
  readonly log: Log;
};

/**
 * Takes a driver's closed feed, not opened again in time, as giving back its leases: a killed browser's sockets close too. Each is given
 * back under the epoch it was seen with, so that a successor's lease stays (J4). Returns the way to stop.
 */
export function giveBackOfLeavers(
  { presence, jobs, clock, sleep, log }: LeaverDeps,
  active: () => readonly Job[],
  left: (job: JobId) => void,
  signal: AbortSignal,
): () => void {
  const onLeave = async (account: AccountId, driver: DriverId): Promise<void> => {
    const closedAt = clock.elapsed();
    await sleep(leaveMs, signal);
    // Who came back while this process stood still has not been heard yet (J8).
    if (clock.elapsed() - closedAt > leaveMs + lateMs) await sleep(leaveMs, signal);
    if (presence.isPresent(driver)) return;
    for (const job of active()) {
      if (job.lease?.driver !== driver) continue;
      await jobs.giveBack(account, { job: job.id, driver, epoch: job.lease.epoch });
      left(job.id);
    }
  };
  return presence.onClose((account, driver) => {
    onLeave(account, driver).catch((error: unknown) => {
      // What could not be given back runs out by itself.
      if (!signal.aborted) log.error({ error, driver }, 'The leases of a driver that left could not be given back.');
    });
  });
}
