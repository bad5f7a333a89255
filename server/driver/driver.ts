import { createJobRows } from '../../shared/device/job-rows.ts';
import { isForMaker } from '../../shared/engine/job.ts';
import { schedule } from '../../shared/engine/scheduler.ts';
import type { DriveServer, Reply } from '../../shared/engine/server-port.ts';
import { createBell, firstOf } from '../../shared/kernel/bell.ts';
import {
  type AccountId,
  type BootId,
  type DriverId,
  type JobId,
  parseCallId,
  parseEngineDriver,
  serverDriver,
} from '../../shared/kernel/brand.ts';
import type { Random } from '../../shared/kernel/random.ts';
import { err, ok } from '../../shared/kernel/result.ts';
import type { Clock, Sleep } from '../../shared/kernel/time.ts';
import type { GiveBack, Take, TakeAnswer } from '../../shared/protocol/drive.ts';
import type { Catalog } from '../../shared/recipes/catalog.ts';
import type { Presence } from '../feed/presence.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { letGoOfAbsent } from './absent.ts';
import { createFollower } from './follow-jobs.ts';
import { giveBackOfLeavers } from './leavers.ts';
import { createOrphans } from './orphans.ts';
import { createPulse } from './pulse.ts';

/*
 * The server as a driver: the same scheduler and runner as a device's engine, over the jobs and the ledger of this process. It takes
 * what nobody else drives, and cedes it at a step boundary to the device that made it.
 *
 *   a lease given back by an engine whose feed closes with it ───────────────────────────────► taken here, at once
 *   a driver's feed closed and not opened again within 1.5 s ──► its leases are given back ──► taken here
 *   accepted, no lease for 2 s, its maker not listening ─────────────────────────────────────► taken here
 *   a lease that has expired ────────────────────────────────────────────────────────────────► taken here
 *   made by a program ───────────────────────────────────────────────────────────────────────► taken here, at once
 *   to wait for its maker, whatever becomes of that ─────────────────────────────────────────► never taken here
 */

export type ServerDriverDeps = {
  readonly boot: BootId;
  readonly store: Store;
  readonly jobs: Pick<Jobs, 'take' | 'claim' | 'report' | 'beat' | 'giveBack' | 'letGo' | 'spare'>;
  readonly ledger: Pick<Ledger, 'replay'>;
  readonly presence: Presence;
  readonly catalog: Catalog;
  readonly leaseMs: number;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly random: Random;
  readonly log: Log;
};

export type ServerDriver = {
  /** Drives until the signal aborts. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  /** A device asks for a lease. If this driver holds it, and the device made the job, it is ceded at the next step boundary. */
  readonly take: (account: AccountId, asked: Take) => Promise<TakeAnswer>;
  /** A device gives a lease back. If it leaves with that, this driver goes on at once. */
  readonly giveBack: (account: AccountId, given: GiveBack) => Promise<void>;
  /** Some call has ended. */
  readonly callEnded: () => void;
  /** A place at the ledger is free. */
  readonly turnFree: () => void;
};

/** A lease may expire without any row changing. */
const lookAgainMs = 1_000;
/** How long the end of a call is waited for before the ledger is asked. */
const askAgainMs = 10_000;

export function createServerDriver(deps: ServerDriverDeps): ServerDriver {
  const driver = serverDriver(deps.boot);
  const jobs = createJobRows();
  const follower = createFollower(deps.store, jobs);
  const { mayJudge, run: beat } = createPulse(deps);
  const orphans = createOrphans({ ...deps, mayJudge }, driver);
  const endings = createBell();
  /** Which driver asks for a job that this one holds. One that is to wait for its maker is handed over too, to nobody. */
  const wanted = new Map<JobId, DriverId>();
  const isWanted = (id: JobId): boolean => {
    const asker = wanted.get(id);
    if (asker !== undefined && deps.presence.isPresent(asker)) return true;
    const job = jobs.newest(id)?.job;
    return job !== undefined && isForMaker(job);
  };
  const wait = (ms: number) => (signal: AbortSignal) => deps.sleep(ms, signal);

  return {
    run: async (signal) => {
      const stop = giveBackOfLeavers(deps, jobs.active, orphans.left, signal);
      const stopLooking = deps.presence.onClose(orphans.look);
      const scheduling = schedule(
        {
          driver,
          server: driveServer(deps, follower.accountOf),
          catalog: deps.catalog,
          rows: jobs,
          callEnded: (_call, until) => firstOf(until, [endings.heard, wait(askAgainMs)]),
          clock: deps.clock,
          sleep: deps.sleep,
          random: deps.random,
          nudged: endings.heard,
          isWanted,
          jobs: jobs.active,
          jobsChanged: (until) => firstOf(until, [jobs.anyChanged, orphans.found, wait(lookAgainMs)]),
          leaseMs: () => deps.leaseMs,
          mayDrive: (job) => !isWanted(job.id) && orphans.has(job),
          givesBack: () => true,
        },
        signal,
      );
      const letting = letGoOfAbsent({ ...deps, mayJudge, accountOf: follower.accountOf }, jobs.active, signal);
      await Promise.all([follower.run(signal), scheduling, letting, beat(signal)]);
      stop();
      stopLooking();
    },
    take: async (account, asked) => {
      if (!mayJudge()) await deps.jobs.spare(account, asked.job);
      const answer = await deps.jobs.take(account, asked);
      const held = jobs.newest(asked.job)?.job;
      const isMaker = held !== undefined && parseEngineDriver(asked.driver)?.device === held.createdBy;
      if (answer.type === 'held' && isMaker && held.lease?.driver === driver) wanted.set(asked.job, asked.driver);
      else if (answer.type !== 'held') wanted.delete(asked.job);
      return answer;
    },
    giveBack: async (account, given) => {
      orphans.givenBack(given.job);
      await deps.jobs.giveBack(account, given);
    },
    callEnded: endings.ring,
    turnFree: jobs.ringTurn,
  };
}

/**
 * The jobs and the ledger of this process, asked as a device asks over the network. A store that cannot be written at the moment, such as
 * on a full disk, is to the driver a server that does not answer: it asks again.
 */
function driveServer(
  { store, jobs, ledger, log }: Pick<ServerDriverDeps, 'store' | 'jobs' | 'ledger' | 'log'>,
  accountOf: (job: JobId) => AccountId | null,
): DriveServer {
  const answered = async <T>(ask: () => Promise<T>): Reply<T> => {
    try {
      return ok(await ask());
    } catch (error) {
      log.error({ error }, 'The server could not do for its own driver what it asked; it asks again.');
      return err({ type: 'unreachable' });
    }
  };
  const of = <T>(job: JobId, ask: (account: AccountId) => Promise<T>, gone: T): Reply<T> => {
    const account = accountOf(job);
    return answered(async () => (account === null ? gone : ask(account)));
  };
  const gone = { type: 'refused', reason: 'gone', row: null } as const;
  return {
    take: (asked) => of(asked.job, (account) => jobs.take(account, asked), { type: 'none', reason: 'gone' }),
    claim: (claim) => of(claim.job, (account) => jobs.claim(account, claim), gone),
    report: (said) => of(said.job, (account) => jobs.report(account, said), gone),
    giveBack: (given) => of(given.job, (account) => jobs.giveBack(account, given), undefined),
    beat: ({ driver, leases }) =>
      answered(async () => {
        const stale: JobId[] = [];
        for (const lease of leases) {
          const account = accountOf(lease.job);
          if (account === null) stale.push(lease.job);
          else stale.push(...(await jobs.beat(account, { driver, leases: [lease] })).stale);
        }
        return { stale };
      }),
    brief: (job, hash) => of(job, (account) => store.transaction((tx) => tx.of(account).getBrief(hash)), null),
    output: async (call) => {
      const job = parseCallId(call)?.job;
      const account = job === undefined ? null : accountOf(job);
      const replay = account === null ? null : await ledger.replay(account, call, 0);
      return replay === null || replay.call.end === null ? err({ type: 'unreachable' }) : ok(replay.text);
    },
  };
}
