import { existsSync } from 'node:fs';
import { type BootId, bootId } from '../shared/kernel/brand.ts';
import { catalog } from '../shared/recipes/catalog.ts';
import { createApi } from './api/api.ts';
import { systemClock } from './clock.system.ts';
import { type Config, isLoopbackMode, readConfig } from './config.ts';
import { createServerDriver, type ServerDriver } from './driver/driver.ts';
import { createFeed } from './feed/feed.ts';
import { createHub, type FeedHub } from './feed/hub.ts';
import { createPresence, type Presence } from './feed/presence.ts';
import { createHttpServer } from './http/http-server.ts';
import { httpOrigin } from './http/loopback.ts';
import { precompress } from './http/precompress.ts';
import { createTrpcHandler } from './http/trpc-handler.ts';
import { createWebApp } from './http/web-app.ts';
import { createIdentity, type Identity, visitorOf } from './identity/identity.ts';
import { createPrograms, type Programs } from './identity/programs.ts';
import { createJobs, type Jobs } from './jobs/jobs.ts';
import { createContextSizes } from './ledger/context-sizes.ts';
import { createLedger, type Ledger } from './ledger/ledger.ts';
import { createSystemLog } from './log.system.ts';
import type { Log } from './log.ts';
import { createMetrics, type Metrics } from './metrics/metrics.ts';
import { createMetricsHandler } from './metrics/metrics-handler.ts';
import { createAnthropicModel } from './model/anthropic.ts';
import { createDemoModel } from './model/demo.ts';
import { type KeyFile, openKeyFile } from './model/key-file.ts';
import { createModels, type Models, providerName } from './model/models.ts';
import { timedModel } from './model/timed-model.ts';
import { endOnBug, listenSentence, stopOnSignal } from './process-life.ts';
import { version, webDir } from './project.ts';
import { systemNewId, systemNewSecret, systemRandom } from './random.system.ts';
import { createRouter } from './router.ts';
import { systemSleep } from './sleep.system.ts';
import { type CallTimes, createCallTimes } from './statistics/call-times.ts';
import { openData } from './store/open-data.ts';
import type { SqliteStore } from './store/sqlite.ts';
import { timedStore } from './store/timed-store.ts';
import { createApplyPush } from './sync/push.ts';
import type { Context } from './trpc.ts';
import { folderBytes } from './upkeep/folder-size.ts';
import { createUpkeep } from './upkeep/upkeep.ts';

/*
 * The server's composition root, and its life:
 *
 *   settings ─► the folder's lock ─► store ─► what an earlier start left is put in order ─► listening
 *   a signal ─► feeds end, nothing new comes in ─► open calls may end, 10 s ─► store closed, lock given up
 */

/** How long open calls may go on when the server is told to stop (L7). */
const drainMs = 10_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  if (!config.ok) return fail(config.error);
  const data = await openData(config.value.dataDir, { newId: systemNewId, clock: systemClock });
  if (!data.ok) return fail(data.error);
  const { hold, store } = data.value;
  const log = createSystemLog();
  endOnBug(log);
  if (existsSync(webDir)) await precompress(webDir);
  const server = await compose(config.value, store, log);
  const listening = await server.listen();
  const stop = async () => {
    await server.stop();
    await store.close();
    hold.release();
  };
  if (!listening.ok) {
    await stop();
    return fail(listenSentence(config.value, listening.error));
  }
  hold.announce(listening.value);
  stopOnSignal(stop);
  console.log(`Meanwhile is ready at ${listening.value}`);
}

/** Puts the parts together. What comes back has not listened yet. */
async function compose(config: Config, opened: SqliteStore, log: Log) {
  const metrics = createMetrics({ store: opened, clock: systemClock, defaultModel: config.anthropic.model });
  const store = timedStore(opened, systemClock, metrics.transactionEnded);
  const boot = bootId(systemNewId());
  const [stopping, ended] = [new AbortController(), new AbortController()];
  const hub = createHub();
  store.onCommit(hub.rowsChanged);
  const keys = openKeyFile(config.dataDir, config.anthropic.apiKey);
  const callTimes = createCallTimes(systemClock);
  const models = composeModels(config, keys);
  const { ledger, jobs, driver, presence, contextSizes } = composeJobs({
    config,
    store,
    log,
    hub,
    boot,
    models,
    callTimes,
    metrics,
    signal: ended.signal,
  });
  await jobs.recover(boot);
  const identity = composeIdentity(config, store);
  const programs = createPrograms({ store: store.programs, clock: systemClock, newId: systemNewId, newSecret: systemNewSecret });
  const keyChanged = () => void contextSizes.refresh();
  const parts = { config, store, log, hub, boot, models, keys, keyChanged, ledger, jobs, driver, presence, callTimes, metrics };
  const trpc = composeTrpc({ ...parts, identity, programs, stopping: stopping.signal });
  const http = createHttpServer({
    publicOrigin: config.publicOrigin,
    health: () => ({ version, storeId: store.storeId }),
    trpc,
    api: composeApi({ config, store, hub, jobs, programs, stopping: stopping.signal }),
    metrics: createMetricsHandler({ metrics, tokens: programs.tokens, isLoopbackMode: isLoopbackMode(config) }),
    web: createWebApp(webDir),
    onError: (error) => log.error({ error }, 'A request failed.'),
  });
  const driving = driver.run(stopping.signal);
  const besideOthers = jobs.besideOthers(ended.signal);
  const isQuiet = () => ledger.running().length === 0;
  const upkeep = createUpkeep({ store, file: store.file, isQuiet, clock: systemClock, sleep: systemSleep, log });
  const keeping = upkeep.run(stopping.signal);
  return {
    listen: () => http.listen(config.host, config.port),
    stop: async () => {
      stopping.abort();
      const closed = http.close(ended.signal);
      await Promise.all([driving, keeping]);
      await ledger.drain(drainMs);
      ended.abort();
      await Promise.all([closed, besideOthers]);
    },
  };
}

type JobParts = {
  readonly config: Config;
  readonly store: SqliteStore;
  readonly log: Log;
  readonly hub: FeedHub;
  readonly boot: BootId;
  readonly models: Models;
  readonly callTimes: CallTimes;
  readonly metrics: Metrics;
  readonly signal: AbortSignal;
};

/** The ledger, the jobs, and the server as their driver, who hears of calls and turns as the feeds do. */
function composeJobs({ config, store, log, hub, boot, models, callTimes, metrics, signal }: JobParts) {
  const [clock, sleep, random] = [systemClock, systemSleep, systemRandom];
  const contextSizes = createContextSizes(models.model, clock);
  // Known before the first prompt is measured by it, if the provider answers; nobody waits for it.
  void contextSizes.refresh();
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
  const model = timedModel(models.model, systemClock, (timing) => {
    callTimes.add(timing);
    metrics.callEnded(timing);
  });
  const ledger = createLedger({
    store,
    model,
    contextSizes,
    hub: ledgerHub,
    limits: config.calls,
    boot,
    clock,
    sleep,
    log,
    signal,
  });
  const { leaseMs } = config;
  const { maxOutputTokens } = config.anthropic;
  const retryPolicy = { maxAttempts: config.calls.maxAttempts, lostCall: 'retry' } as const;
  const resolveModel = models.resolve;
  const { tookOver } = metrics;
  const ports = { store, ledger, catalog, clock, random, log, tookOver };
  const jobs = createJobs({ ...ports, resolveModel, maxOutputTokens, leaseMs, retryPolicy });
  const presence = createPresence();
  const driver = createServerDriver({ boot, store, jobs, ledger, presence, catalog, leaseMs, clock, sleep, random, log });
  return { ledger, jobs, presence, driver, contextSizes };
}

function composeModels({ anthropic, calls }: Config, { key }: KeyFile): Models {
  const { baseUrl, model } = anthropic;
  return createModels({
    anthropic: createAnthropicModel({
      apiKey: () => key()?.value ?? null,
      baseUrl,
      providerName: providerName(baseUrl),
      firstByteMs: calls.firstByteMs,
      idleMs: calls.idleMs,
      clock: systemClock,
      sleep: systemSleep,
    }),
    demo: createDemoModel({ sleep: systemSleep }),
    key,
    baseUrl,
    defaultModel: model,
  });
}

function composeIdentity(config: Config, store: SqliteStore): Identity {
  return createIdentity({
    store: store.identity,
    // The cookies of browsers outlive a restore.
    storeId: store.firstStoreId,
    origin: config.publicOrigin ?? httpOrigin(config.host, config.port),
    clock: systemClock,
    newId: systemNewId,
    newSecret: systemNewSecret,
  });
}

type ApiParts = Pick<TrpcParts, 'config' | 'store' | 'hub' | 'jobs' | 'programs' | 'stopping'>;

function composeApi({ config, store, hub, jobs, programs, stopping }: ApiParts) {
  return createApi({
    store,
    jobs,
    programs,
    hub,
    view: { maxAttempts: config.calls.maxAttempts, providerName: () => providerName(config.anthropic.baseUrl) },
    ratePerMinute: config.apiRatePerMinute,
    clock: systemClock,
    sleep: systemSleep,
    newId: systemNewId,
    signal: stopping,
  });
}

type TrpcParts = {
  readonly config: Config;
  readonly store: SqliteStore;
  readonly log: Log;
  readonly hub: FeedHub;
  readonly boot: BootId;
  readonly models: Models;
  readonly keys: KeyFile;
  readonly keyChanged: () => void;
  readonly ledger: Ledger;
  readonly jobs: Jobs;
  readonly identity: Identity;
  readonly driver: ServerDriver;
  readonly presence: Presence;
  readonly programs: Programs;
  readonly callTimes: CallTimes;
  readonly metrics: Metrics;
  readonly stopping: AbortSignal;
};

function composeTrpc(parts: TrpcParts) {
  const { config, store, log, hub, boot, jobs, identity, presence, metrics, stopping } = parts;
  const push = createApplyPush({ store, jobs, settled: (account) => hub.rowsChanged([account]), clock: systemClock });
  const { leaseMs } = config;
  const delivered = metrics.feedDelivered;
  const storedBytes = () => folderBytes(config.dataDir);
  const feed = createFeed({ store, hub, presence, boot, leaseMs, clock: systemClock, delivered, stopping });
  return createTrpcHandler({
    router: createRouter({ ...parts, push, feed, about: aboutServer(config), storedBytes, clock: systemClock }),
    createContext: async (request, response): Promise<Context> => {
      const visitor = visitorOf(request);
      const setCookies = (lines: readonly string[]) => {
        for (const line of lines) response.appendHeader('Set-Cookie', line);
      };
      const { session, setCookies: rolled } = await identity.session(visitor);
      setCookies(rolled);
      return { session, visitor, setCookies };
    },
    onError: ({ path, code, error }) => {
      if (code === 'INTERNAL_SERVER_ERROR') log.error({ path, error }, 'A procedure failed.');
    },
  });
}

const aboutServer = ({ anthropic, calls }: Config) => ({
  version,
  maxOutputTokens: anthropic.maxOutputTokens,
  callsAtOnce: calls.maxPerPerson,
});

/** Says on stderr why there is no server; the process then ends with code 1. */
function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}

// Last, so that everything above is there when it runs.
await main();
