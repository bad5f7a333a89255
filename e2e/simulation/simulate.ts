import type { Deed } from './deed.ts';
import { perform, strike } from './happenings.ts';
import type { Plan } from './plan.ts';
import type { ServerStorage } from './server-storage.ts';
import { isQuiet, stillWrong } from './settled.ts';
import { quiet } from './virtual-time.ts';
import type { Broken } from './witness.ts';
import { createWorld, type World } from './world.ts';

/** What came of a scenario. */
export type Outcome = {
  readonly broken: Broken | null;
  readonly events: number;
  /** What happened, in words, in order. */
  readonly trace: readonly string[];
};

/** How long a world that is well again may take until everything in it has come to its end. */
const settleMs = 15 * 60_000;
/** A wait that was written before the server's wall clock went back lasts so much longer. */
const jumpedMs = 60 * 60_000;
const lookEveryMs = 1_000;
/** A patient person looks again this long after all is well. */
const patienceMs = 3_000;

/** Lets a whole scenario happen: a person's work and all that goes wrong meanwhile, then health, then the end of every job. */
export async function simulate(storage: ServerStorage, plan: Plan, count: (what: string) => void): Promise<Outcome> {
  const world = await createWorld(storage, plan, count);
  const unhandled = (error: unknown): void => {
    world.broken('no bug', `nobody took up ${error instanceof Error ? error.stack : String(error)}`);
  };
  process.on('unhandledRejection', unhandled);
  let events = 0;
  const run = async (until: number, isDone: () => boolean = () => false): Promise<void> => {
    while (world.fault() === null && !isDone() && (await world.time.step(until))) {
      events += 1;
      for (const device of world.devices) device.look();
    }
  };
  open(world, plan);
  await run(plan.horizonMs + 5_000);
  heal(world, plan);
  const jumps = plan.faults.filter((fault) => fault.type === 'wall-jump' && fault.of === 'server').length;
  const deadline = world.time.elapsed() + settleMs + jumps * jumpedMs;
  let nextLook = world.time.elapsed() + (plan.isPatient ? patienceMs + lookEveryMs : 0);
  let isOver = false;
  await run(deadline, () => {
    if (world.time.elapsed() < nextLook) return false;
    nextLook = world.time.elapsed() + lookEveryMs;
    isOver = isQuiet(world);
    return isOver;
  });
  if (world.fault() === null) for (const [promise, detail] of stillWrong(world, isOver)) world.broken(promise, detail);
  storage.onCommitted(null);
  await close(world);
  process.off('unhandledRejection', unhandled);
  return { broken: world.fault(), events, trace: world.trace };
}

function open(world: World, plan: Plan): void {
  for (const machine of world.server.machines) machine.start();
  for (const device of world.devices) device.startEngine();
  for (let at = 0; at < plan.tabs; at += 1) world.tabs.push(world.openTab(at));
  for (const action of plan.actions) world.time.after(action.at, () => perform(world, action));
  for (const event of plan.programs) world.time.after(event.at, () => void world.program.act(event));
  for (const fault of plan.faults) world.time.after(fault.at, () => strike(world, fault));
}

/** Everything works again: a fresh server and a fresh engine on what the old ones left. */
function heal(world: World, plan: Plan): void {
  world.network.heal();
  world.provider.heal();
  world.disks.server.heal();
  for (const disk of world.disks.devices) disk.heal();
  world.server.lateness.heal();
  for (const machine of world.server.machines) {
    machine.current()?.party.thaw();
    machine.kill(null, 50);
  }
  for (const { party } of world.tabs) party.thaw();
  for (const device of world.devices) {
    device.lateness.heal();
    world.sessions.switch(device.id, false);
    device.update(world.server.build());
    device.engine()?.party.kill();
    world.time.after(100, device.startEngine);
  }
  // What waits for money waits for a person, in a tab that no fault counts down to its end.
  const tab = world.tabs.push(world.openTab(world.tabs.length)) - 1;
  const again: readonly Deed[] = plan.isPatient ? ['uncap', 'retry-all', 'resume-all'] : ['uncap'];
  const act = () => {
    for (const [at, deed] of again.entries())
      world.time.after(at, () => perform(world, { at: 0, tab, deed, pick: 0, word: deed }));
  };
  world.time.after(patienceMs, () => onceAllIsSent(world, act));
}

/** Lets a person act who has seen what other devices did while they were cut off: what arrives last counts (S1), a cap of theirs too. */
function onceAllIsSent(world: World, act: () => void): void {
  if (world.devices.every(({ store }) => store.peek().outbox.length === 0)) act();
  else world.time.after(lookEveryMs, () => onceAllIsSent(world, act));
}

/** Leaves nothing of the world that could still write into the database of the next. */
async function close(world: World): Promise<void> {
  for (const device of world.devices) device.engine()?.party.kill();
  for (const machine of world.server.machines) machine.current()?.party.kill();
  await quiet();
}
