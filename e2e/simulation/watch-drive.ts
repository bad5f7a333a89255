import type { Jobs } from '../../server/jobs/jobs.ts';
import type { DriverId, JobId, LeaseEpoch } from '../../shared/kernel/brand.ts';
import type { History } from './history.ts';

type Fenced = { readonly job: JobId; readonly driver: DriverId; readonly epoch: LeaseEpoch };
type Answer = { readonly type: string };

/** Looks at what a server's start answers to drivers: one whose lease is no longer its own is told so, whatever it asks (J4). */
export function watchDrive(
  jobs: Jobs,
  history: History,
  reached: (what: string) => void,
  broken: (rule: string, detail: string) => void,
  givenBack: (of: Fenced) => void,
): Jobs {
  const isStale = (said: Fenced): boolean => {
    const held = history.jobs.get(said.job)?.job.lease;
    return held !== undefined && (held?.driver !== said.driver || held.epoch !== said.epoch);
  };
  const fenced = async <Said extends Fenced, Given extends Answer>(said: Said, ask: () => Promise<Given>): Promise<Given> => {
    const wasStale = isStale(said);
    const answer = await ask();
    if (!wasStale) return answer;
    reached('drive: stale epoch');
    if (answer.type !== 'refused') broken('J4', `${said.driver} wrote to ${said.job} under epoch ${said.epoch}: ${answer.type}`);
    return answer;
  };
  return {
    ...jobs,
    claim: (account, said) => fenced(said, () => jobs.claim(account, said)),
    report: (account, said) => fenced(said, () => jobs.report(account, said)),
    giveBack: (account, given) => {
      givenBack(given);
      if (isStale(given)) reached('drive: given back too late');
      return jobs.giveBack(account, given);
    },
    beat: async (account, said) => {
      const stale = said.leases.filter(({ job, epoch }) => isStale({ job, epoch, driver: said.driver }));
      const answer = await jobs.beat(account, said);
      for (const { job } of stale)
        if (!answer.stale.includes(job)) broken('J4', `${said.driver} renewed the lease of ${job}, which is not its own`);
      return answer;
    },
  };
}
