import type { Sleep } from '../../shared/kernel/time.ts';
import type { VirtualTime } from './virtual-time.ts';

/**
 * One process of the world: an engine, a server's start, a tab. All that it does passes its gate, so that it can be abandoned at any
 * await: once dead, nothing that it waits for ever comes back, nothing it started is tidied up, and nobody tells it. A frozen one
 * stands still at its next await and goes on, late, when it is thawed.
 */
export type Party = {
  readonly name: string;
  readonly isAlive: () => boolean;
  readonly isFrozen: () => boolean;
  /** Ends it where it stands. */
  readonly kill: () => void;
  /** Ends it at the n-th await from now. */
  readonly killAfter: (awaits: number) => void;
  readonly freeze: () => void;
  /** Freezes it at the n-th await from now, and then calls back. */
  readonly freezeAfter: (awaits: number, frozen: () => void) => void;
  readonly thaw: () => void;
  /** Does something for the party through its gate. `within`: not at a freeze, only at a death, as inside a transaction. */
  readonly call: <T>(run: () => Promise<T>, within?: 'transaction') => Promise<T>;
  /** Calls back into the party from outside: at once, when it is thawed, or never. */
  readonly tell: (happen: () => void) => void;
  readonly sleep: Sleep;
  /** Rejects when it dies. For those who hold something for it, such as an open transaction. */
  readonly death: Promise<never>;
  readonly onDeath: (listener: () => void) => void;
};

/** Why a transaction of a dead party is rolled back. */
export const abandoned = new Error('abandoned');

const never = new Promise<never>(() => undefined);

/** A party that lives and does nothing yet. `lateMs`: by how much a timer that it sets runs late. */
export function createParty(name: string, time: VirtualTime, lateMs: () => number = () => 0): Party {
  const listeners = new Set<() => void>();
  const { promise: death, reject: die } = Promise.withResolvers<never>();
  death.catch(() => undefined);
  let waiting: (() => void)[] = [];
  let state: 'alive' | 'frozen' | 'dead' = 'alive';
  let awaitsLeft = Number.POSITIVE_INFINITY;
  let freezing: { awaitsLeft: number; readonly frozen: () => void } | null = null;

  const kill = (): void => {
    if (state === 'dead') return;
    state = 'dead';
    waiting = [];
    die(abandoned);
    for (const listener of listeners) listener();
  };
  const freeze = (): void => {
    if (state === 'alive') state = 'frozen';
  };
  const pass = async (within?: 'transaction'): Promise<void> => {
    if (state === 'dead') return never;
    awaitsLeft -= 1;
    if (awaitsLeft <= 0) {
      kill();
      return never;
    }
    if (freezing !== null) freezing.awaitsLeft -= 1;
    if (freezing !== null && freezing.awaitsLeft <= 0) {
      const { frozen } = freezing;
      freezing = null;
      freeze();
      frozen();
    }
    if (within === undefined && state === 'frozen') await thawed();
  };
  /** Comes back once it is thawed; never, if it is killed in that very moment, before it took a step. */
  const thawed = async (): Promise<void> => {
    while (state === 'frozen') await new Promise<void>((resolve) => waiting.push(resolve));
    if (state === 'dead') return never;
  };
  const tell = (happen: () => void): void => {
    if (state === 'alive') happen();
    else if (state === 'frozen') waiting.push(happen);
  };
  return {
    name,
    isAlive: () => state !== 'dead',
    isFrozen: () => state === 'frozen',
    kill,
    killAfter: (awaits) => {
      awaitsLeft = awaits;
    },
    freeze,
    freezeAfter: (awaits, frozen) => {
      freezing = { awaitsLeft: awaits, frozen };
    },
    thaw: () => {
      if (state !== 'frozen') return;
      state = 'alive';
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    call: async (run, within) => {
      await pass(within);
      try {
        return await run();
      } finally {
        await pass(within);
      }
    },
    tell,
    sleep: (ms, signal) => sleepOf(time, tell, ms + lateMs(), signal),
    death,
    onDeath: (listener) => listeners.add(listener),
  };
}

function sleepOf(time: VirtualTime, tell: Party['tell'], ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const cancel = time.after(ms, () =>
      tell(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }),
    );
    const stop = () => {
      cancel();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', stop, { once: true });
  });
}
