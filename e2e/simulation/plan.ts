import { type Random, testRandom } from '../../shared/kernel/random.ts';
import { type Action, type Deed, deeds } from './deed.ts';
import { type Mishap, mishaps } from './network.ts';
import { type ProgramEvent, programDeeds } from './program.ts';
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
  | { readonly type: 'kill-server'; readonly awaits: number | null; readonly downMs: number }
  | { readonly type: 'stop-server'; readonly downMs: number }
  /** The next build: the server starts with it, devices take it over later. */
  | { readonly type: 'deploy'; readonly downMs: number; readonly lagMs: number }
  | { readonly type: 'freeze-server'; readonly awaits: number | null; readonly forMs: number }
  | { readonly type: 'cut'; readonly forMs: number }
  | { readonly type: 'slow-disk'; readonly of: 'server' | 'device'; readonly device: number; readonly forMs: number }
  | { readonly type: 'full-disk'; readonly of: 'server' | 'device'; readonly device: number; readonly forMs: number }
  | { readonly type: 'break-feeds'; readonly isQuiet: boolean }
  | { readonly type: 'mishap'; readonly mishap: Mishap; readonly count: number }
  | { readonly type: 'provider'; readonly behaviour: Behaviour; readonly count: number }
  | { readonly type: 'wall-jump'; readonly of: 'server' | 'device'; readonly device: number; readonly ms: number }
  /** Commits of the server seem to fail and have been made. */
  | { readonly type: 'lying-commits'; readonly forMs: number }
);

/** What a person does, and when. */
export type PersonEvent = { readonly at: number; readonly tab: number } & Action;

/** A whole scenario; the same for the same seed. */
export type Plan = {
  readonly seed: number;
  /** Faults and actions begin within this time. */
  readonly horizonMs: number;
  readonly devices: number;
  readonly tabs: number;
  /** Whether the person, once all is well, retries what failed and resumes what is paused. */
  readonly isPatient: boolean;
  readonly actions: readonly PersonEvent[];
  readonly programs: readonly ProgramEvent[];
  readonly faults: readonly FaultEvent[];
};

/** Draws a scenario. */
export function planOf(seed: number): Plan {
  const random = testRandom(seed * 7_919 + 1);
  const between = (least: number, most: number): number => Math.floor(least + random() * (most - least + 1));
  const devices = random() < 0.6 ? 1 : 2;
  const tabs = devices + between(0, 2);
  const isPatient = random() < 0.5;
  const horizonMs = random() < 0.7 ? between(4_000, 15_000) : between(15_000, 45_000);
  const actions = drawActions(random, between, tabs, horizonMs);
  const programs = random() < 0.65 ? [] : drawPrograms(random, between, horizonMs);
  const faults = Array.from({ length: between(6, 30) }, () => drawFault(random, between, horizonMs));
  return { seed, devices, tabs, isPatient, horizonMs, actions, programs, faults: faults.toSorted((a, b) => a.at - b.at) };
}

type Between = (least: number, most: number) => number;

const weights: Readonly<Partial<Record<Deed, number>>> = {
  'new-document': 2,
  generate: 8,
  'generate-all': 5,
  continue: 3,
  edit: 3,
  'edit-busy': 6,
  'type-on': 5,
  'accept-suggestion': 2,
  'discard-suggestion': 2,
  cancel: 4,
  pause: 4,
  resume: 4,
  retry: 5,
  'set-leave': 3,
};
const deck: readonly Deed[] = deeds.flatMap((deed) => Array<Deed>(weights[deed] ?? 1).fill(deed));

function drawActions(random: Random, between: Between, tabs: number, horizonMs: number): readonly PersonEvent[] {
  const first: PersonEvent[] = [
    { at: between(0, 200), tab: 0, deed: random() < 0.75 ? 'new-document' : 'empty-document', pick: random(), word: 'w0' },
    { at: between(300, 2_000), tab: 0, deed: random() < 0.5 ? 'generate' : 'generate-all', pick: random(), word: 'w1' },
  ];
  const more = Array.from({ length: between(4, 14) }, (_, at): PersonEvent => {
    const deed = deck[between(0, deck.length - 1)] ?? 'edit';
    return { at: between(500, horizonMs), tab: between(0, tabs - 1), deed, pick: random(), word: `w${at + 2}` };
  });
  return [...first, ...more.toSorted((a, b) => a.at - b.at)];
}

/** What ends a job for good, or asks for what comes after, is drawn more often than the many ways to be tried again. */
const behaviourDeck: readonly Behaviour[] = [...behaviours, 'length', 'length', 'bad-request', 'bad-request', 'refusal'];

/** Programs make jobs, and some steer them soon after. */
function drawPrograms(random: Random, between: Between, horizonMs: number): readonly ProgramEvent[] {
  const posts = Array.from({ length: between(1, 3) }, (_, at): ProgramEvent => {
    return { at: between(100, horizonMs), deed: 'post', pick: random(), word: `p${at}` };
  });
  const more = posts
    .filter(() => random() < 0.6)
    .map(
      (post): ProgramEvent => ({
        ...post,
        at: post.at + between(50, 2_500),
        deed: one(programDeeds, random),
        word: `${post.word}b`,
      }),
    );
  return [...posts, ...more].toSorted((a, b) => a.at - b.at);
}

const crashes = [
  'kill-engine',
  'leave',
  'kill-tab',
  'freeze-engine',
  'kill-server',
  'stop-server',
  'deploy',
  'freeze-server',
] as const;
const troubles = ['cut', 'slow-disk', 'full-disk', 'break-feeds', 'wall-jump', 'lying-commits'] as const;

function drawFault(random: Random, between: Between, horizonMs: number): FaultEvent {
  const at = between(300, horizonMs);
  const kind = random();
  if (kind < 0.3) return { at, type: 'mishap', mishap: one(mishaps, random), count: between(1, 4) };
  if (kind < 0.6)
    return { at, type: 'provider', behaviour: one(behaviourDeck, random), count: random() < 0.1 ? 4 : between(1, 2) };
  if (kind < 0.8) return drawCrash(at, one(crashes, random), random, between);
  return drawTrouble(at, one(troubles, random), random, between);
}

function drawCrash(at: number, type: (typeof crashes)[number], random: Random, between: Between): FaultEvent {
  const awaits = random() < 0.7 ? between(1, 60) : null;
  const downMs = between(20, 6_000);
  const device = between(0, 1);
  switch (type) {
    case 'kill-engine':
      return { at, type, device, awaits };
    case 'leave':
      return { at, type, device, forMs: between(500, 12_000) };
    case 'kill-tab':
      return { at, type, awaits, who: between(0, 2) };
    case 'freeze-engine':
      return { at, type, device, awaits, forMs: between(500, 25_000), isReplaced: random() < 0.6 };
    case 'kill-server':
      return { at, type, awaits, downMs };
    case 'stop-server':
      return { at, type, downMs };
    case 'deploy':
      return { at, type, downMs, lagMs: between(0, 15_000) };
    case 'freeze-server':
      return { at, type, awaits, forMs: between(200, 20_000) };
  }
}

function drawTrouble(at: number, type: (typeof troubles)[number], random: Random, between: Between): FaultEvent {
  const of = random() < 0.6 ? 'server' : 'device';
  const device = between(0, 1);
  switch (type) {
    case 'cut':
      return { at, type, forMs: between(100, 15_000) };
    case 'slow-disk':
      return { at, type, of, device, forMs: between(200, 2_500) };
    case 'full-disk':
      return { at, type, of, device, forMs: between(200, 4_000) };
    case 'lying-commits':
      return { at, type, forMs: between(200, 3_000) };
    case 'break-feeds':
      return { at, type, isQuiet: random() < 0.4 };
    case 'wall-jump':
      return { at, type, of: random() < 0.3 ? 'server' : 'device', device, ms: random() < 0.5 ? 3_600_000 : -3_600_000 };
  }
}

const one = <T>(of: readonly [T, ...T[]] | readonly T[], random: Random): T => {
  const found = of[Math.floor(random() * of.length)];
  if (found === undefined) throw new Error('Nothing to choose from.');
  return found;
};
