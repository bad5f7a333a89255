import { assert } from '../../shared/kernel/assert.ts';
import type { Random } from '../../shared/kernel/random.ts';
import type { Boot } from './boot.ts';
import type { Lateness } from './lateness.ts';
import { createServerLife, type ServerLife, type ServerLifeDeps } from './server-life.ts';

/** The machines on which a server runs, over one store. A single one has it for itself. */
export type Servers = {
  readonly machines: readonly ServerLife[];
  /** A process that listens, as whoever spreads the requests picks it; null while none does. */
  readonly listening: () => Boot | null;
  /** Whether a process runs and has not been told to stop. */
  readonly isRunning: (boot: string) => boolean;
  readonly isDead: (boot: string) => boolean;
  /** Whether a process stands still, or its timers run late: what it should do in time may be late then. */
  readonly isHeldUp: (boot: string) => boolean;
  readonly isShared: boolean;
  readonly lateness: Lateness;
  /** The build that runs from the next start on. */
  readonly build: () => number;
};

type ServersDeps = Omit<ServerLifeDeps, 'machine' | 'isShared'> & { readonly count: number; readonly spread: Random };

/** Machines on which nothing runs yet. */
export function createServers({ count, spread, ...deps }: ServersDeps): Servers {
  const names = ['boot', 'peer'].slice(0, count);
  const isShared = count > 1;
  const machines = names.map((machine) => createServerLife({ ...deps, machine, isShared }));
  const [first] = machines;
  assert(first !== undefined, 'there is a server');
  return {
    machines,
    isShared,
    lateness: deps.lateness,
    listening: () => {
      const up = machines.flatMap((machine) => machine.listening() ?? []);
      return up[up.length < 2 ? 0 : Math.floor(spread() * up.length)] ?? null;
    },
    isRunning: (boot) => machines.some((machine) => machine.isRunning(boot)),
    isDead: (boot) => machines.every((machine) => machine.party(boot)?.isAlive() !== true),
    isHeldUp: (boot) => deps.lateness.isLate() || machines.some((machine) => machine.party(boot)?.isFrozen() === true),
    build: first.build,
  };
}
