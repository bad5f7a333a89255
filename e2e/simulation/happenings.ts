import { assert, assertNever } from '../../shared/kernel/assert.ts';
import type { Device } from './device.ts';
import type { FaultyDisk } from './disk.ts';
import type { Party } from './party.ts';
import type { FaultEvent, PersonEvent } from './plan.ts';
import type { World } from './world.ts';

/** Lets a fault happen. One that finds nothing to hit does nothing. */
export function strike(world: World, event: FaultEvent): void {
  const { network, provider, reached } = world;
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
    case 'cut':
      cutNetwork(world, event.forMs);
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

function strikeServer({ server, time, reached }: World, event: ServerEvent): void {
  const boot = event.type === 'kill-server' ? server.current() : server.listening();
  if (boot === null || boot.party.isFrozen()) return;
  reached(`fault: ${event.type}`);
  if (event.type === 'kill-server') server.kill(event.awaits, event.downMs);
  else if (event.type === 'stop-server') server.stop(event.downMs);
  else freeze(boot.party, event.awaits, () => time.after(event.forMs, boot.party.thaw));
}

/** The server is told to stop and starts with the next build; later each device reloads into it. */
function deploy({ server, devices, time, reached }: World, event: Extract<FaultEvent, { type: 'deploy' }>): void {
  if (server.listening()?.party.isFrozen() !== false) return;
  reached('fault: deploy');
  server.update();
  server.stop(event.downMs);
  time.after(event.downMs + event.lagMs, () => {
    for (const device of devices) {
      if (device.build() === server.build()) continue;
      device.update(server.build());
      device.engine()?.party.kill();
      device.startEngine();
    }
  });
}

/** The network is gone for a while; when it is back, the tabs tell the engine. */
function cutNetwork({ network, devices, time, reached }: World, forMs: number): void {
  reached('fault: cut');
  network.cut(forMs);
  time.after(forMs, () => {
    for (const device of devices) {
      const running = device.engine();
      running?.party.tell(running.engine.nudge);
    }
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
