import { MeanwhileError } from './protocol.ts';

/** What waiting needs from its surroundings. */
export type PatiencePorts = {
  /** Waits; rejects when the signal aborts first. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** 0 ≤ n < 1. */
  readonly random: () => number;
};

/** Waits between tries that did not come through: longer each time, up to half a minute, with jitter. */
export type Patience = {
  /** Waits until the next try; at once if the signal has aborted. */
  readonly wait: () => Promise<void>;
  /** A try came through. */
  readonly reset: () => void;
};

const firstWaitMs = 500;
const longestWaitMs = 30_000;

/** `onLost` is told of each wait before it begins. */
export function createPatience(ports: PatiencePorts, signal: AbortSignal, onLost: (waitMs: number) => void): Patience {
  let failures = 0;
  return {
    wait: async () => {
      const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** failures) * (0.5 + ports.random() / 2);
      failures += 1;
      onLost(waitMs);
      await ports.sleep(waitMs, signal).catch(() => {});
    },
    reset: () => {
      failures = 0;
    },
  };
}

/** Whether the same may come through when it is tried again: not reached, cut off, asked too often, or broken for the moment. */
export const isPassing = (error: unknown): boolean =>
  !(error instanceof MeanwhileError) || error.status === 0 || error.status === 429 || error.status >= 500;
