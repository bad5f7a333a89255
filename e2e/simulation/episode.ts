import { testRandom } from '../../shared/kernel/random.ts';
import type { Deed, PersonEvent } from './deed.ts';
import type { FaultEvent } from './fault-plan.ts';

/** Things that happen one after the other, each of use only because of the one before. */
type Episode = { readonly actions: readonly PersonEvent[]; readonly faults: readonly FaultEvent[] };

/** What an episode is drawn by. */
type Scene = { readonly devices: number; readonly servers: number; readonly horizonMs: number };

const none: Episode = { actions: [], faults: [] };

/** How many worlds have an episode, if what it needs is there. */
const share = 0.4;

/**
 * What is met too seldom when everything is drawn by itself. Drawn from a stream of its own, so that the rest of a scenario is the same
 * with and without it.
 */
export function drawEpisode(seed: number, { devices, servers, horizonMs }: Scene): Episode {
  const random = testRandom(seed * 104_729 + 3);
  const upTo = (ms: number): number => Math.floor(random() * ms);
  if (random() >= share) return none;
  const at = 2_000 + upTo(horizonMs / 2);
  const [pick, laterMs] = [random(), upTo(3_000)];
  const act = (afterMs: number, tab: number, deed: Deed): PersonEvent => {
    return { at: at + afterMs, tab, deed, pick, word: `e${tab}${deed}` };
  };
  const provider = (behaviour: 'slow' | 'length'): FaultEvent => ({ at, type: 'provider', behaviour, count: 2 });
  if (servers > 1 && random() < 0.5) {
    // A process stands still in the middle of a call for so long that the other gives it up.
    const freeze = { type: 'freeze-server', machine: 0, awaits: null, forMs: 12_000 + 4 * laterMs } as const;
    return { actions: [act(50, 0, 'generate')], faults: [provider('slow'), { at: at + 600 + laterMs / 4, ...freeze }] };
  }
  if (devices > 1 && random() < 0.6)
    // Two devices write into one block before they hear of each other; later a person looks at the text that was kept aside.
    return { actions: [act(0, 0, 'edit'), act(upTo(300), 1, 'edit'), act(1_000 + laterMs, 0, 'dismiss')], faults: [] };
  if (random() < 0.5) return { actions: [act(0, 0, 'project'), act(500 + laterMs, 0, 'file')], faults: [] };
  return { actions: [act(50, 0, 'generate'), act(3_000 + laterMs, 0, 'continue')], faults: [provider('length')] };
}
