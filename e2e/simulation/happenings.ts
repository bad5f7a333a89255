import { assert, assertNever } from '../../shared/kernel/assert.ts';
import type { PersonEvent } from './deed.ts';
import type { Device } from './device.ts';
import type { FaultyDisk } from './disk.ts';
import type { FaultEvent } from './fault-plan.ts';
import type { Party } from './party.ts';
import type { ServerLife } from './server-life.ts';
import type { World } from './world.ts';

/** Lets a fault happen. One that finds nothing to hit does nothing. */
export function strike(world: World, event: FaultEvent): void {
  world.note(`fault ${JSON.stringify(event)}`);
  switch (event.type) {
    case 'kill-engine':
      killEngine(world, deviceOf(world, event), event.awaits);
      break;
    case 'kill-tab':
      killTab(world, event.who, event.awaits);
      break;
    case 'freeze-engine':
      freezeEngine(world, deviceOf(world, event), event);
      break;
    case 'leave':
      leave(world, deviceOf(world, event), event.forMs);
      break;
    case 'kill-server':
    case 'stop-server':
    case 'freeze-server':
      strikeServer(world, event);
      break;
    case 'deploy':
      deploy(world, event);
      break;
    case 'sleep':
      sleep(world, deviceOf(world, event), event.forMs);
      break;
    default:
      trouble(world, event);
  }
}

type Crash = 'kill-engine' | 'kill-tab' | 'freeze-engine' | 'leave' | 'sleep' | 'kill-server' | 'stop-server' | 'freeze-server';

/** What goes wrong around the processes. */
function trouble(world: World, event: Exclude<FaultEvent, { type: Crash | 'deploy' }>): void {
  const { network, provider, reached } = world;
  switch (event.type) {
    case 'cut':
      cutNetwork(world, event.forMs, world.devices);
      break;
    case 'partition':
      cutNetwork(world, event.forMs, [deviceOf(world, event)]);
      break;
    case 'late-timers':
      reached(`fault: late-timers of the ${event.of}`);
      (event.of === 'server' ? world.server.lateness : deviceOf(world, event).lateness).delay(event.forMs);
      break;
    case 'other-account':
      signInAsAnother(world, deviceOf(world, event), event.forMs);
      break;
    case 'prune':
      pruneBehind(world, event);
      break;
    case 'slow-disk':
      reached(`fault: slow-disk of the ${event.of}`);
      diskOf(world, event).slow(event.forMs);
      break;
    case 'full-disk':
      reached(`fault: full-disk of the ${event.of}`);
      diskOf(world, event).fill(event.forMs);
      break;
    case 'lying-commits':
      reached('fault: lying-commits');
      world.disks.server.lie(event.forMs);
      break;
    case 'break-feeds':
      reached('fault: break-feeds');
      network.breakFeeds(event.isQuiet);
      break;
    case 'mishap':
      network.hit(event.mishap, event.count);
      break;
    case 'provider':
      provider.misbehave(event.behaviour, event.count);
      break;
    case 'wall-jump':
      reached(`fault: wall-jump of the ${event.of}`);
      if (event.of === 'server') world.serverClock.jump(event.ms);
      else deviceOf(world, event).clock.jump(event.ms);
      break;
    default:
      assertNever(event);
  }
}

type ServerEvent = Extract<FaultEvent, { type: 'kill-server' | 'stop-server' | 'freeze-server' }>;

/** A machine whose process is in the middle of a call: that is where standing still hurts. */
const midCall = ({ server, provider }: World): ServerLife | undefined =>
  server.machines.find((machine) =>
    [...provider.sends.values()].some(({ boot, state }) => state === 'open' && machine.listening()?.party.name === boot),
  );

function strikeServer(world: World, event: ServerEvent): void {
  const { time, reached } = world;
  const { machines } = world.server;
  const server = (event.type === 'freeze-server' ? midCall(world) : undefined) ?? machines[event.machine % machines.length];
  assert(server !== undefined, 'a server has a machine');
  const boot = event.type === 'kill-server' ? server.current() : server.listening();
  if (boot === null || boot.party.isFrozen()) return;
  reached(`fault: ${event.type}`);
  if (event.type === 'kill-server') server.kill(event.awaits, event.downMs);
  else if (event.type === 'stop-server') server.stop(event.downMs);
  else freeze(boot.party, event.awaits, () => time.after(event.forMs, boot.party.thaw));
}

/** Each server is told to stop, one after the other, and starts with the next build; later each device reloads into it. */
function deploy({ server, devices, time, reached }: World, event: Extract<FaultEvent, { type: 'deploy' }>): void {
  if (server.machines.some((machine) => machine.listening()?.party.isFrozen() !== false)) return;
  reached('fault: deploy');
  for (const [at, machine] of server.machines.entries()) {
    machine.update();
    time.after(at * (event.downMs + nextMachineMs), () => machine.stop(event.downMs));
  }
  time.after(server.machines.length * (event.downMs + nextMachineMs) + event.lagMs, () => {
    for (const device of devices) {
      if (device.build() === server.build()) continue;
      device.update(server.build());
      device.engine()?.party.kill();
      device.startEngine();
    }
  });
}

const nextMachineMs = 300;

/** The network is gone for a while, for all or for one; when it is back, the tabs tell the engine. */
function cutNetwork({ network, devices: all, time, reached }: World, forMs: number, devices: readonly Device[]): void {
  reached(devices === all ? 'fault: cut' : 'fault: partition');
  if (devices === all) network.cut(forMs);
  else for (const { id } of devices) network.cut(forMs, id);
  time.after(forMs, () => {
    for (const device of devices) {
      const running = device.engine();
      running?.party.tell(running.engine.nudge);
    }
  });
}

/** A device is cut off while something is deleted, and comes back after the server has forgotten that it was ever there. */
function pruneBehind(world: World, { device: at, forMs, pick }: Extract<FaultEvent, { type: 'prune' }>): void {
  const { devices, tabs, time } = world;
  const behind = deviceOf(world, { device: at });
  cutNetwork(world, forMs, [behind]);
  const elsewhere = tabs.findIndex((_tab, tab) => devices[tab % devices.length] !== behind);
  const deed = pick < 0.5 ? 'delete-block' : 'delete-source';
  if (elsewhere >= 0) time.after(forMs / 4, () => perform(world, { at: 0, tab: elsewhere, deed, pick, word: 'gone' }));
  time.after((forMs * 3) / 4, () => void world.prune());
}

/** The lid is closed: nothing on the device runs, and nobody tells its server. */
function sleep({ tabs, devices, network, time, reached }: World, device: Device, forMs: number): void {
  const own = tabs.filter((_tab, at) => devices[at % devices.length] === device).map(({ party }) => party);
  const engine = device.engine();
  const parties = [...own, ...(engine === null ? [] : [engine.party])].filter((party) => !party.isFrozen());
  reached('fault: sleep');
  for (const party of parties) party.freeze();
  network.breakFeeds(true, device.id);
  time.after(forMs, () => {
    for (const party of parties) party.thaw();
  });
}

/** Somebody else uses the browser for a while; what the first has open there runs on, and reaches the server in the other's name. */
function signInAsAnother({ sessions, network, time, reached }: World, device: Device, forMs: number): void {
  reached('fault: other-account');
  sessions.switch(device.id, true);
  network.breakFeeds(false, device.id);
  time.after(forMs, () => {
    sessions.switch(device.id, false);
    network.breakFeeds(false, device.id);
    const running = device.engine();
    running?.party.tell(running.engine.nudge);
  });
}

const successorMs = 120;

function killEngine({ time, reached }: World, device: Device, awaits: number | null): void {
  const running = device.engine();
  if (running === null) return;
  reached('fault: kill-engine');
  running.party.onDeath(() =>
    time.after(successorMs, () => {
      if (device.engine() === null) device.startEngine();
    }),
  );
  if (awaits === null) running.party.kill();
  else running.party.killAfter(awaits);
}

/** A hung engine is replaced by the next generation, or only late; either way it wakes up and goes on where it was. */
function freezeEngine(
  { time, reached }: World,
  device: Device,
  { awaits, forMs, isReplaced }: Extract<FaultEvent, { type: 'freeze-engine' }>,
): void {
  const running = device.engine();
  if (running === null || running.party.isFrozen()) return;
  reached(isReplaced ? 'fault: freeze-engine, replaced' : 'fault: freeze-engine');
  freeze(running.party, awaits, () => {
    if (isReplaced && device.engine() === running) time.after(successorMs, device.startEngine);
    time.after(forMs, running.party.thaw);
  });
}

/** Freezes a party now or at its n-th await, and then calls back. */
function freeze(party: Party, awaits: number | null, frozen: () => void): void {
  if (awaits !== null) party.freezeAfter(awaits, frozen);
  else {
    party.freeze();
    frozen();
  }
}

/** Nobody looks at the device any more: its engine leaves, and the browser ends it a while later. A person who returns starts the next. */
function leave({ time, reached }: World, device: Device, forMs: number): void {
  const running = device.engine();
  if (running === null || running.leaving.signal.aborted) return;
  reached('fault: leave');
  running.party.tell(() => running.leaving.abort());
  time.after(forMs, () => {
    if (device.engine() !== running) return;
    running.party.kill();
    device.startEngine();
  });
}

function deviceOf({ devices }: World, { device: at }: { readonly device: number }): Device {
  const device = devices[at % devices.length];
  assert(device !== undefined, 'a world has a device');
  return device;
}

function diskOf(world: World, event: { readonly of: 'server' | 'device'; readonly device: number }): FaultyDisk {
  const { server, devices } = world.disks;
  return event.of === 'server' ? server : (devices[event.device % devices.length] ?? server);
}

function killTab({ tabs, openTab, reached }: World, who: number, awaits: number | null): void {
  const at = who % tabs.length;
  const tab = tabs[at];
  if (tab === undefined) return;
  reached('fault: kill-tab');
  tab.party.onDeath(() => {
    tabs[at] = openTab(at);
  });
  if (awaits === null) tab.party.kill();
  else tab.party.killAfter(Math.min(awaits, 12));
}

/** Lets a person do something. */
export function perform(world: World, event: PersonEvent): void {
  const tab = world.tabs[event.tab];
  if (tab === undefined) return;
  void tab.act(event).then(
    (outcome) => {
      world.reached(`deed: ${event.deed} ${outcome}`);
      world.note(`tab ${event.tab}: ${event.deed} ${outcome}`);
    },
    (error: unknown) => world.broken('no bug', `${event.deed}: ${error instanceof Error ? error.stack : String(error)}`),
  );
}
