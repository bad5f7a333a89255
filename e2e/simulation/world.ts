import type { Store } from '../../server/store/store.ts';
import { assert } from '../../shared/kernel/assert.ts';
import { accountId, deviceId } from '../../shared/kernel/brand.ts';
import { type NewId, type Random, testNewId, testRandom } from '../../shared/kernel/random.ts';
import { createDevice, type Device, type RunningEngine } from './device.ts';
import { createDisk, type FaultyDisk } from './disk.ts';
import type { Disk } from './gated-stores.ts';
import { createHistory, type History } from './history.ts';
import { createNetwork, type Network } from './network.ts';
import { createParty, type Party } from './party.ts';
import type { Plan } from './plan.ts';
import { createProgram, type Program } from './program.ts';
import { createProvider, type Provider } from './provider.ts';
import { createServerLife, type ServerLife } from './server-life.ts';
import type { ServerStorage } from './server-storage.ts';
import { openTab, type Tab } from './tab.ts';
import { createMachineClock, createVirtualTime, type MachineClock, type VirtualTime } from './virtual-time.ts';
import { watchDrive } from './watch-drive.ts';
import { hangUpIsAsked, type LateCancel, textIsDurable, watchCommits, watchEngine } from './watchers.ts';
import { createLog, createWitness, unexpected, type Witness } from './witness.ts';

/** Everything there is: a person's devices with their tabs and engines, a server, a network, a provider, and who watches them. */
export type World = {
  readonly time: VirtualTime;
  readonly devices: readonly Device[];
  /** The n-th tab is open on the n-th device, counted round. */
  readonly tabs: Tab[];
  readonly openTab: (at: number) => Tab;
  readonly server: ServerLife;
  readonly network: Network;
  readonly program: Program;
  readonly provider: Provider;
  readonly history: History;
  /** Cancels that came after the job was completed: each is told to the person who asked (J6). */
  readonly lateCancels: readonly LateCancel[];
  readonly serverClock: MachineClock;
  readonly disks: { readonly server: FaultyDisk; readonly devices: readonly FaultyDisk[] };
} & Witness;

const account = accountId('ann');
const names = [deviceId('laptop'), deviceId('phone')];

/** Builds a world on an empty database. Nothing in it happens before its time is stepped. */
export async function createWorld(storage: ServerStorage, plan: Plan, reached: (what: string) => void): Promise<World> {
  await storage.clear();
  const time = createVirtualTime();
  // Each part draws from a stream of its own: what is left out in one place changes nothing in the others.
  const streams = testRandom(plan.seed);
  const stream = (): Random => testRandom(Math.floor(streams() * 2 ** 32));
  const watch = createWitness(time, reached);
  const { broken } = watch;
  const serverClock = createMachineClock(time);
  const history = createHistory(storage.peek, serverClock.now);
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
  const server = createServer({ time, history, provider, watch, clock: serverClock, newId }, storage.store, disk, stream());
  const network = createNetwork({ time, random: stream(), server: server.listening, reached });
  const trouble = unexpected(broken, 'an engine');
  const started = (engine: RunningEngine): void => watchEngine(engine, history, watch);
  const remoteFor = (engine: Party) => network.remoteFor(engine, account);
  const deviceDisks = names.slice(0, plan.devices).map(() => createDisk(time, stream()));
  const devices = deviceDisks.map((own, at) => {
    const shared = { account, time, random: stream(), newId, remoteFor, trouble, started, broken };
    return createDevice({ ...shared, id: names[at] ?? deviceId(`device${at}`), disk: own });
  });
  const lateCancels: LateCancel[] = [];
  watchCommits(storage, { time, history, provider, server, devices, disk }, watch, lateCancels);
  const program = createProgram({ time, network, account, reached, broken });
  const tabs: Tab[] = [];
  const openOne = (at: number): Tab => {
    const device = devices[at % devices.length];
    assert(device !== undefined, 'a tab is on a device');
    return openTab(createParty('tab', time), device, newId);
  };
  const disks = { server: disk, devices: deviceDisks };
  return {
    time,
    serverClock,
    devices,
    tabs,
    openTab: openOne,
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

type ServerParts = Pick<World, 'time' | 'history' | 'provider'> & {
  readonly watch: Witness;
  readonly clock: MachineClock;
  readonly newId: NewId;
};

function createServer(
  { time, history, provider, watch, clock, newId }: ServerParts,
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
    newId,
    provider: () => provider,
    log: createLog(note, unexpected(broken, 'the server logged')),
    note,
    threw: unexpected(broken, 'a request'),
    leaving: (messages) => textIsDurable(messages, history, broken),
    reached,
    watch: (jobs) => watchDrive(jobs, history, reached, broken),
  });
}
