import type { Random } from '../../shared/kernel/random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** How late the timers of one machine run. */
export type Lateness = {
  /** For one timer that is set now. */
  readonly ms: () => number;
  readonly isLate: () => boolean;
  readonly delay: (forMs: number) => void;
  readonly heal: () => void;
};

const mostMs = 3_000;

/** A machine whose timers are on time until it is told otherwise. */
export function createLateness(time: VirtualTime, random: Random): Lateness {
  let lateUntil = 0;
  const isLate = (): boolean => time.elapsed() < lateUntil;
  return {
    isLate,
    ms: () => (isLate() && random() < 0.5 ? random() * mostMs : 0),
    delay: (forMs) => {
      lateUntil = time.elapsed() + forMs;
    },
    heal: () => {
      lateUntil = 0;
    },
  };
}
