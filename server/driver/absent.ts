import { isForMaker, type Job } from '../../shared/engine/job.ts';
import { type AccountId, type JobId, parseEngineDriver } from '../../shared/kernel/brand.ts';
import type { Clock, Sleep } from '../../shared/kernel/time.ts';
import type { Presence } from '../feed/presence.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Log } from '../log.ts';

const lookAgainMs = 1_000;

type AbsentDeps = {
  readonly presence: Presence;
  readonly jobs: Pick<Jobs, 'letGo'>;
  readonly mayJudge: () => boolean;
  readonly accountOf: (job: JobId) => AccountId | null;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly log: Log;
};

/**
 * Takes the lease that has run out from a job that waits for its maker. Others' are taken over by whoever drives next; this one nobody
 * takes, and as long as the lease stands the row does not say that the job waits (J8). Ends when the signal aborts.
 */
export async function letGoOfAbsent(deps: AbsentDeps, active: () => readonly Job[], signal: AbortSignal): Promise<void> {
  const { presence, jobs, mayJudge, accountOf, clock, sleep, log } = deps;
  while (!signal.aborted) {
    await sleep(lookAgainMs, signal).catch(() => {});
    for (const job of !signal.aborted && mayJudge() ? active() : []) {
      const { lease } = job;
      const account = accountOf(job.id);
      if (!isForMaker(job) || lease === null || account === null || parseEngineDriver(lease.driver) === null) continue;
      if (presence.isPresent(lease.driver) || lease.expiresAt > clock.now()) continue;
      await jobs
        .letGo(account, { job: job.id, driver: lease.driver, epoch: lease.epoch })
        .catch((error: unknown) => log.error({ job: job.id, error }, 'A lease that has run out could not be taken away.'));
    }
  }
}
