import type { Random } from '../../shared/kernel/random.ts';
import { type Mishap, mishaps } from './network.ts';
import { type Behaviour, behaviours } from './provider-script.ts';

/** What goes wrong, and when. All of it is drawn before the world begins, so that any part can be left out and the rest stays. */
export type FaultEvent = { readonly at: number } & (
  | { readonly type: 'kill-engine'; readonly device: number; readonly awaits: number | null }
  /** The last tab of a device is closed, and a tab opened again later. */
  | { readonly type: 'leave'; readonly device: number; readonly forMs: number }
  | { readonly type: 'kill-tab'; readonly awaits: number | null; readonly who: number }
  | {
      readonly type: 'freeze-engine';
      readonly device: number;
      readonly awaits: number | null;
      readonly forMs: number;
      readonly isReplaced: boolean;
    }
  /** A device sleeps, engine and tabs, and its lines die without a word. */
  | { readonly type: 'sleep'; readonly device: number; readonly forMs: number }
  | { readonly type: 'kill-server'; readonly machine: number; readonly awaits: number | null; readonly downMs: number }
  | { readonly type: 'stop-server'; readonly machine: number; readonly downMs: number }
  /** The next build: the servers start with it one after the other, devices take it over later. */
  | { readonly type: 'deploy'; readonly downMs: number; readonly lagMs: number }
  | { readonly type: 'freeze-server'; readonly machine: number; readonly awaits: number | null; readonly forMs: number }
  | { readonly type: 'cut'; readonly forMs: number }
  /** One device is cut off, the others are not. */
  | { readonly type: 'partition'; readonly device: number; readonly forMs: number }
  | { readonly type: 'slow-disk'; readonly of: 'server' | 'device'; readonly device: number; readonly forMs: number }
  | { readonly type: 'full-disk'; readonly of: 'server' | 'device'; readonly device: number; readonly forMs: number }
  /** Timers run late, as on a machine that has too much to do. */
  | { readonly type: 'late-timers'; readonly of: 'server' | 'device'; readonly device: number; readonly forMs: number }
  | { readonly type: 'break-feeds'; readonly isQuiet: boolean }
  | { readonly type: 'mishap'; readonly mishap: Mishap; readonly count: number }
  | { readonly type: 'provider'; readonly behaviour: Behaviour; readonly count: number }
  | { readonly type: 'wall-jump'; readonly of: 'server' | 'device'; readonly device: number; readonly ms: number }
  /** Commits of the server seem to fail and have been made. */
  | { readonly type: 'lying-commits'; readonly forMs: number }
  /** Somebody else signs in to the browser, while what the first left there runs on. */
  | { readonly type: 'other-account'; readonly device: number; readonly forMs: number }
  /** While a device is cut off, something is deleted elsewhere; then the server forgets what was deleted, and raises its floor. */
  | { readonly type: 'prune'; readonly device: number; readonly forMs: number; readonly pick: number }
);

type Between = (least: number, most: number) => number;

/** What ends a job for good, or asks for what comes after, is drawn more often than the many ways to be tried again. */
const behaviourDeck: readonly Behaviour[] = [
  ...behaviours,
  'slow',
  'slow',
  'length',
  'length',
  'bad-request',
  'bad-request',
  'refusal',
];

const crashes = [
  'kill-engine',
  'leave',
  'kill-tab',
  'freeze-engine',
  'sleep',
  'kill-server',
  'stop-server',
  'deploy',
  'freeze-server',
  'freeze-server',
] as const;
const troubles = [
  'cut',
  'partition',
  'slow-disk',
  'full-disk',
  'late-timers',
  'break-feeds',
  'wall-jump',
  'lying-commits',
  'other-account',
  'prune',
  'prune',
] as const;

/** Draws one fault. */
export function drawFault(random: Random, between: Between, horizonMs: number): FaultEvent {
  const at = between(300, horizonMs);
  const kind = random();
  if (kind < 0.28) return { at, type: 'mishap', mishap: one(mishaps, random), count: between(1, 4) };
  if (kind < 0.54)
    return { at, type: 'provider', behaviour: one(behaviourDeck, random), count: random() < 0.1 ? 4 : between(1, 2) };
  if (kind < 0.78) return drawCrash(at, one(crashes, random), random, between);
  return drawTrouble(at, one(troubles, random), random, between);
}

function drawCrash(at: number, type: (typeof crashes)[number], random: Random, between: Between): FaultEvent {
  const awaits = random() < 0.7 ? between(1, 60) : null;
  const downMs = between(20, 6_000);
  const device = between(0, 2);
  const machine = between(0, 1);
  switch (type) {
    case 'kill-engine':
      return { at, type, device, awaits };
    case 'leave':
      return { at, type, device, forMs: between(500, 12_000) };
    case 'kill-tab':
      return { at, type, awaits, who: between(0, 2) };
    case 'freeze-engine':
      return { at, type, device, awaits, forMs: between(500, 25_000), isReplaced: random() < 0.6 };
    case 'sleep':
      return { at, type, device, forMs: between(500, 25_000) };
    case 'kill-server':
      return { at, type, machine, awaits, downMs };
    case 'stop-server':
      return { at, type, machine, downMs };
    case 'deploy':
      return { at, type, downMs, lagMs: between(0, 15_000) };
    case 'freeze-server':
      return { at, type, machine, awaits, forMs: random() < 0.5 ? between(200, 8_000) : between(11_000, 25_000) };
  }
}

function drawTrouble(at: number, type: (typeof troubles)[number], random: Random, between: Between): FaultEvent {
  const of = random() < 0.6 ? 'server' : 'device';
  const device = between(0, 2);
  switch (type) {
    case 'cut':
      return { at, type, forMs: between(100, 15_000) };
    case 'partition':
      return { at, type, device, forMs: between(500, 20_000) };
    case 'slow-disk':
      return { at, type, of, device, forMs: between(200, 2_500) };
    case 'full-disk':
      return { at, type, of, device, forMs: between(200, 4_000) };
    case 'late-timers':
      return { at, type, of, device, forMs: between(500, 8_000) };
    case 'lying-commits':
      return { at, type, forMs: between(200, 3_000) };
    case 'break-feeds':
      return { at, type, isQuiet: random() < 0.4 };
    case 'wall-jump':
      return { at, type, of: random() < 0.3 ? 'server' : 'device', device, ms: random() < 0.5 ? 3_600_000 : -3_600_000 };
    case 'other-account':
      return { at, type, device, forMs: between(300, 12_000) };
    case 'prune':
      return { at, type, device, forMs: between(1_000, 8_000), pick: random() };
  }
}

/** One of these. */
export const one = <T>(of: readonly [T, ...T[]] | readonly T[], random: Random): T => {
  const found = of[Math.floor(random() * of.length)];
  if (found === undefined) throw new Error('Nothing to choose from.');
  return found;
};
