import type { Store } from '../../server/store/store.ts';
import type { Lease } from '../../shared/engine/lease.ts';
import { assert } from '../../shared/kernel/assert.ts';
import { type AccountId, accountId, type DeviceId, deviceId, type JobId } from '../../shared/kernel/brand.ts';
import { type NewId, type Random, testNewId, testRandom } from '../../shared/kernel/random.ts';
import { createDevice, type Device, type RunningEngine } from './device.ts';
import { createDisk, type FaultyDisk } from './disk.ts';
import type { Disk } from './gated-stores.ts';
import { createHistory, type History } from './history.ts';
import { createLateness } from './lateness.ts';
import { createNetwork, type Network } from './network.ts';
import { createParty, type Party } from './party.ts';
import type { Plan } from './plan.ts';
import { createProgram, type Program } from './program.ts';
import { createProvider, type Provider } from './provider.ts';
import type { ServerStorage } from './server-storage.ts';
import { createServers, type Servers } from './servers.ts';
import { openTab, type Tab } from './tab.ts';
import { createMachineClock, createVirtualTime, type MachineClock, type VirtualTime } from './virtual-time.ts';
import { watchDrive } from './watch-drive.ts';
import { hangUpIsAsked, type LateCancel, textIsDurable, watchCommits, watchEngine, watchPush } from './watchers.ts';
import { createLog, createWitness, unexpected, type Witness } from './witness.ts';

/** Everything there is: a person's devices with their tabs and engines, a server, a network, a provider, and who watches them. */
export type World = {
  readonly time: VirtualTime;
  readonly devices: readonly Device[];
  /** The n-th tab is open on the n-th device, counted round. */
  readonly tabs: Tab[];
  readonly openTab: (at: number) => Tab;
  readonly server: Servers;
  readonly network: Network;
  readonly program: Program;
  readonly provider: Provider;
  readonly history: History;
  /** Cancels that came after the job was completed: each is told to the person who asked (J6). */
  readonly lateCancels: readonly LateCancel[];
  readonly serverClock: MachineClock;
  /** Who is signed in to a device's browser: the person, or for a while somebody else. */
  readonly sessions: Sessions;
  /** The server forgets what was deleted. */
  readonly prune: () => Promise<void>;
  readonly disks: { readonly server: FaultyDisk; readonly devices: readonly FaultyDisk[] };
} & Witness;

const account = accountId('ann');
const stranger = accountId('bob');
const names = [deviceId('laptop'), deviceId('phone'), deviceId('tablet')];

/** Builds a world on an empty database. Nothing in it happens before its time is stepped. */
export async function createWorld(storage: ServerStorage, plan: Plan, reached: (what: string) => void): Promise<World> {
  const time = createVirtualTime();
  await storage.clear(time.elapsed);
  // Each part draws from a stream of its own: what is left out in one place changes nothing in the others.
  const streams = testRandom(plan.seed);
  const stream = (): Random => testRandom(Math.floor(streams() * 2 ** 32));
  const watch = createWitness(time, reached);
  const { broken } = watch;
  const serverClock = createMachineClock(time);
  const history = createHistory(storage.peek, account, serverClock.now, time.elapsed);
  const disk = createDisk(time, stream());
  const newId = testNewId('id');
  const provider = createProvider({
    time,
    serverNow: serverClock.now,
    random: stream(),
    history,
    reached,
    broken,
    hungUp: (call, boot) => hangUpIsAsked(call, server.isRunning(boot), history, broken),
  });
  const [leases, resets] = [createGivenBack(), { any: false }];
  const parts = {
    time,
    history,
    provider,
    watch,
    clock: serverClock,
    newId,
    leases,
    resets,
    count: plan.servers,
    contextTokens: plan.contextTokens,
  };
  const server = createServer(parts, storage.store, disk, stream);
  const sessions = createSessions();
  const network = createNetwork({ time, random: stream(), server: server.listening, session: sessions.of, reached });
  const deviceDisks = names.slice(0, plan.devices).map(() => createDisk(time, stream()));
  const devices = createDevices({ time, history, network, watch, newId, resets }, deviceDisks, stream);
  const lateCancels: LateCancel[] = [];
  const watched = { time, history, provider, server, devices, disk, isGivenBack: leases.has };
  watchCommits(storage, watched, watch, lateCancels);
  storage.onInOrder(() => reached('store: counter last'));
  if (server.isShared) reached('store: shared');
  const program = createProgram({ time, network, account, reached, broken });
  const tabs: Tab[] = [];
  const disks = { server: disk, devices: deviceDisks };
  return {
    time,
    serverClock,
    sessions,
    prune: async () => {
      if (await storage.prune()) reached('fault: prune');
    },
    devices,
    tabs,
    openTab: tabOpener(devices, time, newId),
    server,
    network,
    program,
    provider,
    history,
    lateCancels,
    disks,
    ...watch,
  };
}

const tabOpener =
  (devices: readonly Device[], time: VirtualTime, newId: NewId) =>
  (at: number): Tab => {
    const device = devices[at % devices.length];
    assert(device !== undefined, 'a tab is on a device');
    return openTab(createParty('tab', time), device, newId);
  };

type Sessions = { readonly of: (device: DeviceId) => AccountId; readonly switch: (device: DeviceId, isOther: boolean) => void };

function createSessions(): Sessions {
  const others = new Set<DeviceId>();
  return {
    of: (device) => (others.has(device) ? stranger : account),
    switch: (device, isOther) => {
      if (isOther) others.add(device);
      else others.delete(device);
    },
  };
}

type Fence = Pick<Lease, 'driver' | 'epoch'>;

/** Every lease that its holder has given back, or a server in its holder's name. */
function createGivenBack() {
  const said = new Set<string>();
  const nameOf = (job: JobId, { driver, epoch }: Fence): string => `${job} ${driver} ${epoch}`;
  return {
    has: (job: JobId, lease: Fence) => said.has(nameOf(job, lease)),
    add: (given: Fence & { readonly job: JobId }) => void said.add(nameOf(given.job, given)),
  };
}

type DeviceParts = Pick<World, 'time' | 'history' | 'network'> & {
  readonly watch: Witness;
  readonly newId: NewId;
  readonly resets: Resets;
};

/** Whether a server has told any device to copy everything anew. */
type Resets = { any: boolean };

function createDevices(
  { time, history, network, watch, newId, resets }: DeviceParts,
  disks: readonly FaultyDisk[],
  stream: () => Random,
): readonly Device[] {
  const { broken } = watch;
  const trouble = unexpected(broken, 'an engine');
  const started = (engine: RunningEngine): void => watchEngine(engine, history, watch);
  const mayBeginAnew = (): boolean => resets.any;
  return disks.map((disk, at) => {
    const id = names[at] ?? deviceId(`device${at}`);
    const remoteFor = (engine: Party) => network.remoteFor(engine, id);
    const lateness = createLateness(time, stream());
    const shared = { account, time, random: stream(), newId, remoteFor, trouble, started, broken, mayBeginAnew };
    return createDevice({ ...shared, id, disk, lateness });
  });
}

type ServerParts = Pick<World, 'time' | 'history' | 'provider'> & {
  readonly watch: Witness;
  readonly clock: MachineClock;
  readonly newId: NewId;
  readonly leases: ReturnType<typeof createGivenBack>;
  readonly resets: Resets;
  readonly count: number;
  readonly contextTokens: number | null;
};

function createServer(
  { time, history, provider, watch, clock, newId, leases, resets, count, contextTokens }: ServerParts,
  store: Store,
  disk: Disk,
  stream: () => Random,
): Servers {
  const { broken, note, reached } = watch;
  return createServers({
    time,
    account,
    contextTokens,
    store,
    disk,
    clock,
    random: stream(),
    newId,
    count,
    spread: stream(),
    lateness: createLateness(time, stream()),
    provider: () => provider,
    log: createLog(note, unexpected(broken, 'the server logged')),
    note,
    threw: unexpected(broken, 'a request'),
    leaving: (messages) => {
      textIsDurable(messages, history, broken);
      if (!messages.some(({ type }) => type === 'reset')) return;
      resets.any = true;
      reached('copy: begun anew');
    },
    reached,
    watch: (jobs) => watchDrive(jobs, history, reached, broken, leases.add),
    watchPush: (push) => watchPush(push, watch),
  });
}
