import { type Random, testRandom } from '../../shared/kernel/random.ts';
import { type Deed, deeds, type PersonEvent } from './deed.ts';
import { drawEpisode } from './episode.ts';
import { drawFault, type FaultEvent, one } from './fault-plan.ts';
import { type ProgramEvent, programDeeds } from './program.ts';

/** A whole scenario; the same for the same seed. */
export type Plan = {
  readonly seed: number;
  /** Faults and actions begin within this time. */
  readonly horizonMs: number;
  readonly devices: number;
  /** Server processes over one store. */
  readonly servers: number;
  /** What the model takes; null: nobody knows. */
  readonly contextTokens: number | null;
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
  const crowd = random();
  const devices = crowd < 0.5 ? 1 : crowd < 0.85 ? 2 : 3;
  const servers = random() < 0.7 ? 1 : 2;
  const contextTokens = random() < 0.85 ? null : between(1_150, 1_600);
  const tabs = devices + between(0, 2);
  const isPatient = random() < 0.5;
  const horizonMs = random() < 0.7 && servers === 1 ? between(4_000, 15_000) : between(15_000, 45_000);
  const actions = drawActions(random, between, tabs, horizonMs);
  const programs = random() < 0.65 ? [] : drawPrograms(random, between, horizonMs);
  const faults = Array.from({ length: between(6, 30) }, () => drawFault(random, between, horizonMs));
  const episode = drawEpisode(seed, { devices, servers, horizonMs });
  return {
    seed,
    devices,
    servers,
    contextTokens,
    tabs,
    isPatient,
    horizonMs,
    actions: [...actions, ...episode.actions].toSorted((a, b) => a.at - b.at),
    programs,
    faults: [...faults, ...episode.faults].toSorted((a, b) => a.at - b.at),
  };
}

type Between = (least: number, most: number) => number;

const weights: Readonly<Partial<Record<Deed, number>>> = {
  'new-document': 2,
  generate: 8,
  'generate-all': 5,
  continue: 3,
  refine: 3,
  analyze: 3,
  source: 2,
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
  'delete-block': 2,
  'delete-source': 2,
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
