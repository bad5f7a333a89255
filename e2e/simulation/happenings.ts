import { assertNever } from '../../shared/kernel/assert.ts';
import type { FaultEvent, PersonEvent } from './plan.ts';
import type { World } from './world.ts';

/** Lets a fault happen. One that finds nothing to hit does nothing. */
export function strike(world: World, event: FaultEvent): void {
  const { network, provider, disks, clocks, reached } = world;
  world.note(`fault ${JSON.stringify(event)}`);
  switch (event.type) {
    case 'kill-engine':
      killEngine(world, event.awaits);
      break;
    case 'kill-tab':
      killTab(world, event.who, event.awaits);
      break;
    case 'freeze-engine':
      freezeEngine(world, event.forMs, event.isReplaced);
      break;
    case 'kill-server':
    case 'stop-server':
    case 'freeze-server':
      strikeServer(world, event);
      break;
    case 'cut':
      cutNetwork(world, event.forMs);
      break;
    case 'slow-disk':
      reached(`fault: slow-disk of the ${event.of}`);
      disks[event.of].slow(event.forMs);
      break;
    case 'full-disk':
      reached(`fault: full-disk of the ${event.of}`);
      disks[event.of].fill(event.forMs);
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
      reached('fault: wall-jump');
      clocks.device.jump(event.ms);
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
  else {
    boot.party.freeze();
    time.after(event.forMs, boot.party.thaw);
  }
}

/** The network is gone for a while; when it is back, the tabs tell the engine. */
function cutNetwork({ network, device, time, reached }: World, forMs: number): void {
  reached('fault: cut');
  network.cut(forMs);
  time.after(forMs, () => {
    const running = device.engine();
    running?.party.tell(running.engine.nudge);
  });
}

const successorMs = 120;

function killEngine({ device, time, reached }: World, awaits: number | null): void {
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
function freezeEngine({ device, time, reached }: World, forMs: number, isReplaced: boolean): void {
  const running = device.engine();
  if (running === null || running.party.isFrozen()) return;
  reached(isReplaced ? 'fault: freeze-engine, replaced' : 'fault: freeze-engine');
  running.party.freeze();
  if (isReplaced) time.after(successorMs, device.startEngine);
  time.after(forMs, running.party.thaw);
}

function killTab({ tabs, openTab, reached }: World, who: number, awaits: number | null): void {
  const at = who % tabs.length;
  const tab = tabs[at];
  if (tab === undefined) return;
  reached('fault: kill-tab');
  tab.party.onDeath(() => {
    tabs[at] = openTab();
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
