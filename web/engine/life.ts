import { proxy, type Remote, releaseProxy } from 'comlink';
import { aborted } from '../../shared/kernel/bell.ts';
import type { AccountId } from '../../shared/kernel/brand.ts';
import type { Clock, Sleep } from '../../shared/kernel/time.ts';
import { type EngineApi, engineProtocol } from './api.ts';
import type { TabEngine } from './client.ts';
import { nameOfWorker, parseWorkerName, startLock, tabLock, type WorkerName } from './names.ts';
import type { Locks } from './seat.ts';

/*
 * Keeps a living engine behind a tab:
 *
 *   find or start a worker ──► hello ──► serve ──its lock is free, or two pings unanswered──► the next, under a new name
 *
 * A worker that dies says nothing, and calls to it would wait for ever. So each call races its death and a limit.
 */

/** Opens a worker of that name, new or running. */
export type OpenWorker = (name: string) => OpenedWorker;
type OpenedWorker = {
  readonly api: Remote<EngineApi>;
  /** Rejects if the worker cannot even be loaded. */
  readonly failed: Promise<never>;
  /** Ends a worker that is this tab's own. */
  readonly close: () => void;
};

export type LifeDeps = {
  readonly account: AccountId;
  readonly build: string;
  /** A name of this tab that no other has. */
  readonly tab: string;
  readonly engine: TabEngine;
  readonly openWorker: OpenWorker;
  /** Where there is no SharedWorker, every tab has a worker of its own, and never joins another's. */
  readonly isShared: boolean;
  readonly nextWorker: (account: AccountId) => Promise<number>;
  readonly locks: Locks;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly log: (error: unknown) => void;
};

const callLimitMs = 5_000;
const pingEveryMs = 2_000;
const restartPauseMs = 500;

/** Keeps an engine behind this tab until the signal aborts. */
export async function keepEngine(deps: LifeDeps, signal: AbortSignal): Promise<void> {
  const { account, locks } = deps;
  const own = tabLock(account, deps.tab);
  void locks.request(own, { signal }, () => aborted(signal)).catch(() => {});
  let dead: string | null = null;
  while (!signal.aborted) {
    const started: Started | null = await startOrJoin(deps, own, dead).catch((error: unknown) => {
      deps.log(error);
      return null;
    });
    if (started === null) await deps.sleep(restartPauseMs, signal).catch(() => {});
    else {
      await serve(deps, started, signal);
      dead = started.name;
    }
  }
}

type Started = { readonly name: string; readonly worker: OpenedWorker };

/** Joins the newest living worker of this build, or starts the next. One tab at a time, so that they do not start two. */
function startOrJoin(deps: LifeDeps, own: string, dead: string | null): Promise<Started> {
  return deps.locks.request(startLock(deps.account), async () => {
    const living = deps.isShared ? await newestLiving(deps, dead) : null;
    const name = living ?? nameOfWorker({ ...deps, start: await deps.nextWorker(deps.account) });
    const worker = deps.openWorker(name);
    try {
      const hello = { protocol: engineProtocol, build: deps.build, account: deps.account, tabLock: own };
      const greeted = worker.api.hello(hello, proxy(deps.engine.hear));
      const answer = await Promise.race([greeted, worker.failed, limit(deps)]);
      if (answer.type === 'refused') throw new Error(`${name} refused this tab`);
      return { name, worker };
    } catch (error) {
      worker.close();
      throw error;
    }
  });
}

/** A worker lives while it holds the lock of its name. One that was found dead or hung is passed over. */
async function newestLiving({ account, build, locks }: LifeDeps, dead: string | null): Promise<string | null> {
  const { held = [] } = await locks.query();
  const living = held.flatMap(({ name = '' }): WorkerName[] => {
    const worker = parseWorkerName(name);
    return worker?.account === account && worker.build === build && name !== dead ? [worker] : [];
  });
  const newest = living.toSorted((a, b) => b.start - a.start)[0];
  return newest === undefined ? null : nameOfWorker(newest);
}

/** Lets the tab use this worker until it is dead or hung. */
async function serve(deps: LifeDeps, { name, worker }: Started, signal: AbortSignal): Promise<void> {
  const life = new AbortController();
  const end = () => life.abort();
  signal.addEventListener('abort', end, { once: true });
  const { api } = worker;
  const send = (call: Promise<void>) => void call.catch(deps.log);
  deps.engine.connected({
    changed: () => send(api.changed()),
    nudge: () => send(api.nudge()),
    watch: (call) => send(api.watch(call)),
    unwatch: (call) => send(api.unwatch(call)),
  });
  // Granted when the worker no longer holds it.
  void deps.locks.request(name, { mode: 'shared', signal: life.signal }, end).catch(() => {});
  void watchPings(deps, api, life.signal).then(end);
  await aborted(life.signal);
  signal.removeEventListener('abort', end);
  deps.engine.connected(null);
  api[releaseProxy]();
  worker.close();
}

/** Resolves when two pings in a row were not answered in time, by a clock that was itself on time (J8). */
async function watchPings(deps: LifeDeps, api: Remote<EngineApi>, signal: AbortSignal): Promise<void> {
  let missed = 0;
  while (!signal.aborted && missed < 2) {
    const startedAt = deps.clock.elapsed();
    const pinged = api.ping().then(() => true);
    const isAnswered = await Promise.race([pinged, deps.sleep(callLimitMs, signal).then(() => false)]).catch(() => true);
    const isLate = deps.clock.elapsed() - startedAt > callLimitMs + 1_000;
    missed = isAnswered || isLate ? 0 : missed + 1;
    if (isAnswered) await deps.sleep(pingEveryMs, signal).catch(() => {});
  }
}

const limit = async (deps: LifeDeps): Promise<never> => {
  await deps.sleep(callLimitMs);
  throw new Error(`The engine did not answer within ${callLimitMs} ms`);
};
