import { createEngine, type Engine } from '../../shared/device/engine.ts';
import type { Remote } from '../../shared/device/remote.ts';
import { type AccountId, type DeviceId, engineDriver } from '../../shared/kernel/brand.ts';
import type { NewId, Random } from '../../shared/kernel/random.ts';
import type { OutboxEntry } from '../../shared/sync/change.ts';
import { createMemoryDeviceStore, type MemoryDeviceStore } from '../../shared/sync/device-store.memory.ts';
import { catalogOf } from './builds.ts';
import { type Disk, gateDeviceStore } from './gated-stores.ts';
import type { Lateness } from './lateness.ts';
import { createParty, type Party } from './party.ts';
import { createMachineClock, type MachineClock, type VirtualTime } from './virtual-time.ts';

/** One browser profile: its database survives every engine and tab, its engines follow each other by generations. */
export type Device = {
  readonly id: DeviceId;
  readonly store: MemoryDeviceStore;
  readonly disk: Disk;
  readonly lateness: Lateness;
  readonly clock: MachineClock;
  /** The build that its tabs and engines run. */
  readonly build: () => number;
  /** Takes over a newer build; engines that run go on with the old one. */
  readonly update: (build: number) => void;
  /** The engine that tabs talk to; null while there is none. */
  readonly engine: () => RunningEngine | null;
  /** Starts the next generation; an engine that still lives is a zombie from then on. */
  readonly startEngine: () => RunningEngine;
  /** Every change that was ever taken in, by its number. */
  readonly changes: ReadonlyMap<number, OutboxEntry>;
  /** Takes note of what is in the outbox, and of how far the copy is. */
  readonly look: () => void;
};

/** One start of a device's engine. */
export type RunningEngine = {
  readonly party: Party;
  readonly engine: Engine;
  /** Aborted once the last tab has gone. */
  readonly leaving: AbortController;
};

/** What a device stands on. */
export type DeviceDeps = {
  readonly id: DeviceId;
  readonly account: AccountId;
  readonly time: VirtualTime;
  readonly random: Random;
  readonly newId: NewId;
  readonly disk: Disk;
  readonly lateness: Lateness;
  readonly remoteFor: (engine: Party) => Remote;
  /** An engine goes on from this; it is a bug unless the disk is full. */
  readonly trouble: (error: unknown) => void;
  /** A server has told a device to copy everything anew (S3). */
  readonly mayBeginAnew: () => boolean;
  readonly started: (engine: RunningEngine) => void;
  readonly broken: (promise: string, detail: string) => void;
};

/** A device with an empty database and no engine yet. */
export function createDevice(deps: DeviceDeps): Device {
  const { id, time, random, newId, disk } = deps;
  const store = createMemoryDeviceStore({ device: id, account: deps.account });
  const clock = createMachineClock(time, 3_000);
  const changes = new Map<number, OutboxEntry>();
  let seen = store.peek().state;
  let generation = 0;
  let build = 0;
  let current: RunningEngine | null = null;

  const startEngine = (): RunningEngine => {
    generation += 1;
    const driver = engineDriver(id, generation);
    const party = createParty(driver, time, deps.lateness.ms);
    const engine = createEngine({
      driver,
      store: gateDeviceStore(party, store, disk),
      remote: deps.remoteFor(party),
      catalog: catalogOf(build),
      clock,
      sleep: party.sleep,
      random,
      newId,
      trouble: deps.trouble,
    });
    const running = { party, engine, leaving: new AbortController() };
    current = running;
    deps.started(running);
    engine.run(new AbortController().signal, running.leaving.signal).catch(deps.trouble);
    return running;
  };

  return {
    id,
    store,
    disk,
    lateness: deps.lateness,
    clock,
    build: () => build,
    update: (to) => {
      build = Math.max(build, to);
    },
    engine: () => (current?.party.isAlive() === true ? current : null),
    startEngine,
    changes,
    look: () => {
      const { outbox, state } = store.peek();
      for (const entry of outbox) if (!changes.has(entry.n)) changes.set(entry.n, entry);
      const isAnew = state.cursor === 0 && deps.mayBeginAnew();
      if (state.cursor < seen.cursor && !isAnew)
        deps.broken('S1', `${id} went from place ${seen.cursor} back to ${state.cursor}`);
      if (state.acknowledged < seen.acknowledged)
        deps.broken('S2', `${id} went from change ${seen.acknowledged} back to ${state.acknowledged} as acknowledged`);
      seen = state;
    },
  };
}
