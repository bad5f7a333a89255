import type { Log } from '../../server/log.ts';
import type { Store } from '../../server/store/store.ts';
import { accountId, type DeviceId, deviceId } from '../../shared/kernel/brand.ts';
import { type Random, testNewId, testRandom } from '../../shared/kernel/random.ts';
import type { FeedMessage } from '../../shared/protocol/feed.ts';
import { callRules } from './call-rules.ts';
import { createDevice, type Device, type RunningEngine } from './device.ts';
import type { Disk } from './gated-stores.ts';
import { createHistory, type History } from './history.ts';
import { jobRules } from './job-rules.ts';
import { createNetwork, type Network } from './network.ts';
import { createParty } from './party.ts';
import { createProvider, type Provider } from './provider.ts';
import { recordRules } from './record-rules.ts';
import type { Known, Rule } from './rule.ts';
import { createServerLife, type ServerLife } from './server-life.ts';
import type { ServerStorage } from './server-storage.ts';
import { openTab, type Tab } from './tab.ts';
import { createMachineClock, createVirtualTime, type MachineClock, type VirtualTime } from './virtual-time.ts';
import { watchDrive } from './watch-drive.ts';

/** A promise that did not hold. */
export type Broken = { readonly promise: string; readonly detail: string; readonly at: number };

/** A disk whose faults end by themselves. */
export type FaultyDisk = Disk & {
  readonly slow: (forMs: number) => void;
  readonly fill: (forMs: number) => void;
  readonly heal: () => void;
};

/** Everything there is: a person's device with its tabs and engines, a server, a network, a provider, and who watches them. */
export type World = {
  readonly time: VirtualTime;
  readonly device: Device;
  readonly tabs: Tab[];
  readonly openTab: () => Tab;
  readonly server: ServerLife;
  readonly network: Network;
  readonly provider: Provider;
  readonly history: History;
  readonly disks: { readonly server: FaultyDisk; readonly device: FaultyDisk };
  readonly clocks: { readonly server: MachineClock; readonly device: MachineClock };
  readonly reached: (what: string) => void;
  readonly broken: (promise: string, detail: string) => void;
  /** What happened, in words, in order. */
  readonly trace: readonly string[];
  readonly note: (line: string) => void;
  /** The first promise that did not hold; null so far. */
  readonly fault: () => Broken | null;
};

const account = accountId('ann');
const laptop = deviceId('laptop');

/** Builds a world on an empty database. Nothing in it happens before its time is stepped. */
export async function createWorld(storage: ServerStorage, seed: number, reached: (what: string) => void): Promise<World> {
  await storage.clear();
  const time = createVirtualTime();
  // Each part draws from a stream of its own: what is left out in one place changes nothing in the others.
  const streams = testRandom(seed);
  const stream = (): Random => testRandom(Math.floor(streams() * 2 ** 32));
  const watch = { ...createWitness(time), reached };
  const { broken } = watch;
  const serverClock = createMachineClock(time);
  const history = createHistory(storage.peek, time, serverClock.now);
  const disks = { server: createDisk(time, stream()), device: createDisk(time, stream()) };
  const provider = createProvider({ time, random: stream(), history, reached, broken });
  const server = createServer({ time, history, provider, watch, clock: serverClock }, storage.store, disks.server, stream());
  const network = createNetwork({ time, random: stream(), server: server.listening, reached });
  const newId = testNewId('id');
  const device = createDevice({
    id: laptop,
    account,
    time,
    random: stream(),
    newId,
    disk: disks.device,
    remoteFor: (engine) => network.remoteFor(engine, account),
    trouble: unexpected(broken, 'an engine'),
    started: (engine) => watchEngine(engine, history, watch),
  });
  watchCommits(storage, { time, history, provider, server, device }, watch);
  const clocks = { server: serverClock, device: device.clock };
  const tabs: Tab[] = [];
  const openOne = (): Tab => openTab(createParty('tab', time), device, newId);
  return { time, device, tabs, openTab: openOne, server, network, provider, history, disks, clocks, ...watch };
}

/** Who writes down what happens, and what broke first. */
type Witness = Pick<World, 'reached' | 'note' | 'trace' | 'broken' | 'fault'>;

function createWitness(time: VirtualTime): Omit<Witness, 'reached'> {
  const trace: string[] = [];
  let fault: Broken | null = null;
  return {
    trace,
    note: (line) => trace.push(`${Math.round(time.elapsed())} ms  ${line}`),
    broken: (promise, detail) => {
      fault ??= { promise, detail, at: time.elapsed() };
    },
    fault: () => fault,
  };
}

type ServerParts = Pick<World, 'time' | 'history' | 'provider'> & { readonly watch: Witness; readonly clock: MachineClock };

function createServer(
  { time, history, provider, watch, clock }: ServerParts,
  store: Store,
  disk: Disk,
  random: Random,
): ServerLife {
  const { broken, note, reached } = watch;
  return createServerLife({
    time,
    store,
    disk,
    clock,
    random,
    provider: () => provider,
    log: createLog(note, unexpected(broken, 'the server logged')),
    note,
    threw: unexpected(broken, 'a request'),
    leaving: (messages) => textIsDurable(messages, history, broken),
    reached,
    watch: (jobs) => watchDrive(jobs, history, reached, broken),
  });
}

/** What ends in an error is a bug, unless the disk was full. */
const unexpected =
  (broken: World['broken'], where: string) =>
  (error: unknown): void => {
    if (!isDiskFull(error)) broken('no bug', `${where}: ${error instanceof Error ? error.stack : String(error)}`);
  };

export const isDiskFull = (error: unknown): boolean => error instanceof DOMException && error.name === 'QuotaExceededError';

function createDisk(time: VirtualTime, random: Random): FaultyDisk {
  let [slowUntil, fullUntil] = [0, 0];
  return {
    slowMs: () => (time.elapsed() < slowUntil && random() < 0.5 ? random() * 20 : 0),
    isFull: () => time.elapsed() < fullUntil,
    slow: (forMs) => {
      slowUntil = time.elapsed() + forMs;
    },
    fill: (forMs) => {
      fullUntil = time.elapsed() + forMs;
    },
    heal: () => {
      slowUntil = 0;
      fullUntil = 0;
    },
  };
}

/** What the server logs as an error is one, unless the disk was full. */
function createLog(note: World['note'], unexpected: (error: unknown) => void): Log {
  return {
    info: (fields) => note(Object.values(fields).join(' ')),
    error: (fields: object, message: string) => {
      if (!('error' in fields) || !isDiskFull(fields.error)) unexpected('error' in fields ? fields.error : message);
    },
  };
}

/** L4: what leaves for a reader is in the log already. */
function textIsDurable(messages: readonly FeedMessage[], history: History, broken: World['broken']): void {
  for (const message of messages) {
    if (message.type !== 'text') continue;
    const { call, offset, text } = message;
    if (history.calls.get(call)?.text.slice(offset, offset + text.length) !== text)
      broken('L4', `text of ${call} at ${offset} left for a reader before it was durable`);
  }
}

/** L4: what a device shows of a call is the beginning of its log, no more and nothing else. */
function watchEngine({ engine, party }: RunningEngine, history: History, { note, broken }: Witness): void {
  note(`${party.name} starts`);
  party.onDeath(() => note(`${party.name} is dead`));
  engine.texts.subscribe(({ call, text }) => {
    if (history.calls.get(call)?.text.startsWith(text) !== true)
      broken('L4', `${party.name} shows a text of ${call} that its log does not have`);
  });
}

type Watched = Pick<World, 'time' | 'history' | 'provider' | 'server' | 'device'>;

/** All that must hold of every committed transaction. */
const rules: readonly Rule[] = [...jobRules, ...callRules, ...recordRules];

/** Holds every rule against every commit, at the moment it is made. */
function watchCommits(storage: ServerStorage, watched: Watched, { reached, broken }: Witness): void {
  const { history, provider, server, device } = watched;
  const known: Known = {
    history,
    sends: provider.sends,
    changes: (of: DeviceId, n: number) => (of === device.id ? (device.changes.get(n)?.change ?? null) : null),
    isRunning: server.isRunning,
  };
  storage.onCommitted(async (written) => {
    const commit = await history.read(written);
    reached('commits checked');
    for (const rule of rules) for (const [promise, detail] of rule(commit, known)) broken(promise, detail);
    for (const { before, after } of commit.jobs)
      if (after.status === 'cancelled' && before?.status !== 'cancelled') watchCancel(watched, after.id, broken);
  });
}

const cancelMs = 1_000;

/** J6: a call of a job that was cancelled is hung up within a second, unless its process stands still. */
function watchCancel({ time, provider, server }: Watched, job: string, broken: World['broken']): void {
  const boot = server.current();
  let wasFrozen = boot?.party.isFrozen() !== false;
  for (let part = 1; part < 10; part += 1)
    time.after((part * cancelMs) / 10, () => {
      wasFrozen ||= boot?.party.isFrozen() !== false;
    });
  time.after(cancelMs, () => {
    if (wasFrozen || server.current() !== boot) return;
    for (const { call, state } of provider.sends.values())
      if (call.startsWith(`${job}/`) && state === 'open') broken('J6', `${call} goes on a second after the cancel`);
  });
}
