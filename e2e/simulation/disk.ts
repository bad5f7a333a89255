import type { Random } from '../../shared/kernel/random.ts';
import type { Disk } from './gated-stores.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A disk whose faults end by themselves. */
export type FaultyDisk = Disk & {
  readonly slow: (forMs: number) => void;
  readonly fill: (forMs: number) => void;
  readonly lie: (forMs: number) => void;
  readonly mayLie: () => boolean;
  readonly heal: () => void;
};

/** A disk that works until it is told otherwise. */
export function createDisk(time: VirtualTime, random: Random): FaultyDisk {
  let [slowUntil, fullUntil, liesUntil] = [0, 0, 0];
  return {
    slowMs: () => (time.elapsed() < slowUntil && random() < 0.5 ? random() * 20 : 0),
    isFull: () => time.elapsed() < fullUntil,
    isLying: () => time.elapsed() < liesUntil && random() < 0.3,
    mayLie: () => time.elapsed() < liesUntil,
    lie: (forMs) => {
      liesUntil = time.elapsed() + forMs;
    },
    slow: (forMs) => {
      slowUntil = time.elapsed() + forMs;
    },
    fill: (forMs) => {
      fullUntil = time.elapsed() + forMs;
    },
    heal: () => {
      slowUntil = 0;
      fullUntil = 0;
      liesUntil = 0;
    },
  };
}
