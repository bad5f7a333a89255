import { type Created, createJob } from '../../server/api/create-job.ts';
import type { JobRequest } from '../../server/api/job-request.ts';
import type { Problem } from '../../server/api/problem.ts';
import { type Steered, steerJob, type Verb } from '../../server/api/steer-job.ts';
import { createServerDriver, type ServerDriver } from '../../server/driver/driver.ts';
import { createFeed } from '../../server/feed/feed.ts';
import { createHub, type FeedHub } from '../../server/feed/hub.ts';
import { createPresence } from '../../server/feed/presence.ts';
import { createJobs, type Jobs } from '../../server/jobs/jobs.ts';
import { createLedger, type Ledger } from '../../server/ledger/ledger.ts';
import type { Log } from '../../server/log.ts';
import type { Model } from '../../server/model/model.ts';
import type { Store } from '../../server/store/store.ts';
import { type ApplyPush, createApplyPush } from '../../server/sync/push.ts';
import { type AccountId, type BriefHash, bootId, type CallId, type JobId } from '../../shared/kernel/brand.ts';
import type { NewId, Random } from '../../shared/kernel/random.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { Clock } from '../../shared/kernel/time.ts';
import type { FeedInput, FeedMessage } from '../../shared/protocol/feed.ts';
import type { Catalog } from '../../shared/recipes/catalog.ts';
import type { Brief } from '../../shared/recipes/recipe.ts';
import { type Disk, gateStore, shareStore } from './gated-stores.ts';
import type { Party } from './party.ts';

/** What drivers may ask of the jobs. */
type Drive = Pick<Jobs, 'take' | 'claim' | 'report' | 'giveBack' | 'beat'>;

/** One start of the server, put together of the shipped parts, as the network reaches it. */
export type Boot = {
  readonly party: Party;
  readonly drive: Drive;
  readonly push: ApplyPush;
  readonly brief: (account: AccountId, hash: BriefHash) => Promise<Brief | null>;
  /** Null if it is not theirs, or has not ended. */
  readonly output: (account: AccountId, call: CallId) => Promise<string | null>;
  /** What programs ask over HTTP. */
  readonly api: {
    readonly create: (account: AccountId, key: string, request: JobRequest) => Promise<Result<Created, Problem>>;
    readonly steer: (account: AccountId, job: JobId, verb: Verb) => Promise<Result<Steered, Problem>>;
  };
  /** Runs a request in this process: it may never come back. */
  readonly handle: <T>(request: (boot: Boot) => Promise<T>) => Promise<T>;
  /** Streams a feed until it ends; each batch is told to the line at once. */
  readonly listen: (
    account: AccountId,
    input: FeedInput,
    deliver: (messages: readonly FeedMessage[]) => void,
    signal: AbortSignal,
  ) => Promise<void>;
  /** What a process does at its start, before it listens. */
  readonly recover: () => Promise<void>;
  /** What it does when it is told to stop; the process ends when this resolves. */
  readonly stop: () => Promise<void>;
};

/** What a start of the server stands on. */
export type BootDeps = {
  readonly party: Party;
  readonly store: Store;
  /** Other processes use the store too. */
  readonly isShared: boolean;
  /** The one whose rows there are. */
  readonly account: AccountId;
  readonly disk: Disk;
  readonly catalog: Catalog;
  readonly model: Pick<Model, 'run'>;
  /** What the model takes; null: nobody knows. */
  readonly contextTokens: number | null;
  readonly clock: Clock;
  readonly random: Random;
  readonly newId: NewId;
  readonly log: Log;
  /** Looks on while drivers ask, the server's own among them. */
  readonly watch: (jobs: Jobs) => Jobs;
  /** Looks on while devices send their changes. */
  readonly watchPush: (push: ApplyPush) => ApplyPush;
  /** A request ended in an error, which is a bug unless the disk is full. */
  readonly threw: (error: unknown) => void;
  /** What leaves for a reader, at the moment it leaves. */
  readonly leaving: (messages: readonly FeedMessage[]) => void;
};

const leaseMs = 15_000;
const drainMs = 10_000;
/** One whose calls cost something, so that what was spent is counted. */
const pricedModel = 'claude-sonnet-4-6';
/** How many calls may be open at once: low, so that turns are waited for. */
export const limits = { max: 8, maxPerPerson: 2 };
/** Attempts that a round of a step may spend (J9). */
export const maxAttempts = 4;

/** Puts a start of the server together. Nothing happens in it before `recover`. */
export function startBoot(deps: BootDeps): Boot {
  const { party, clock } = deps;
  const store = deps.isShared
    ? shareStore(party, gateStore(party, deps.store, deps.disk), deps.account)
    : gateStore(party, deps.store, deps.disk);
  const [stopping, ended] = [new AbortController(), new AbortController()];
  const hub = createHub();
  store.onCommit(hub.rowsChanged);
  const id = bootId(party.name);
  const { ledger, jobs, driver, presence } = composeJobs(deps, store, hub, ended.signal);
  const push = deps.watchPush(createApplyPush({ store, jobs, settled: (account) => hub.rowsChanged([account]), clock }));
  const feed = createFeed({
    store,
    hub,
    presence,
    boot: id,
    leaseMs,
    clock,
    delivered: () => undefined,
    stopping: stopping.signal,
  });
  let driving: Promise<void> = Promise.resolve();
  const boot: Boot = {
    party,
    drive: { ...jobs, take: driver.take, giveBack: driver.giveBack },
    push,
    brief: (account, hash) => store.transaction((tx) => tx.of(account).getBrief(hash)),
    api: composeApi(deps, store, hub, jobs, stopping.signal),
    output: (account, call) => wholeText(ledger, account, call),
    handle: (request) =>
      party.call(async () => {
        try {
          return await request(boot);
        } catch (error) {
          deps.threw(error);
          throw error;
        }
      }),
    listen: async (account, input, deliver, signal) => {
      for await (const messages of feed(account, input, signal)) {
        deps.leaving(messages);
        deliver(messages);
      }
    },
    recover: async () => {
      await jobs.recover(id);
      driving = driver.run(stopping.signal);
      driving.catch(deps.threw);
      jobs.besideOthers(ended.signal).catch(deps.threw);
    },
    stop: async () => {
      stopping.abort();
      await driving;
      await ledger.drain(drainMs);
      ended.abort();
    },
  };
  return boot;
}

/** The part of the programs' API that changes something. */
function composeApi({ party, clock, newId }: BootDeps, store: Store, hub: FeedHub, jobs: Jobs, signal: AbortSignal): Boot['api'] {
  const view = { maxAttempts, providerName: () => 'Anthropic' };
  const programs = { tokens: { bearer: async () => null }, origins: { allows: async () => false } };
  const deps = { store, jobs, programs, hub, view, ratePerMinute: 600, clock, sleep: party.sleep, newId, signal };
  return {
    create: (account, key, request) => createJob(deps, account, { key, request }),
    steer: (account, job, verb) => steerJob(deps, account, job, verb),
  };
}

/** The ledger, the jobs, and the server as their driver, as the server's own composition root joins them. */
function composeJobs(deps: BootDeps, store: Store, hub: FeedHub, signal: AbortSignal) {
  const { party, clock, log, random, catalog } = deps;
  const boot = bootId(party.name);
  const ledgerHub: FeedHub = {
    ...hub,
    call: (account, call, state) => {
      hub.call(account, call, state);
      driver.callEnded();
    },
    bell: () => {
      hub.bell();
      driver.turnFree();
    },
  };
  const shared = { store, clock, log, catalog, leaseMs, random };
  const contextSizes = { of: () => deps.contextTokens };
  const { sleep } = party;
  const ledger = createLedger({ ...shared, model: deps.model, contextSizes, hub: ledgerHub, limits, boot, sleep, signal });
  const jobs = deps.watch(
    createJobs({
      ...shared,
      ledger,
      resolveModel: (choice) => ok(choice === 'default' ? pricedModel : choice),
      maxOutputTokens: 1_000,
      retryPolicy: { maxAttempts, lostCall: 'retry' },
      tookOver: () => undefined,
    }),
  );
  const presence = createPresence();
  const driver: ServerDriver = createServerDriver({ ...shared, boot, jobs, ledger, presence, sleep });
  return { ledger, jobs, presence, driver };
}

async function wholeText(ledger: Ledger, account: AccountId, call: CallId): Promise<string | null> {
  const replay = await ledger.replay(account, call, 0);
  return replay === null || replay.call.end === null ? null : replay.text;
}
