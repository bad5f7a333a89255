import type { Priority } from '../../shared/engine/job.ts';
import { turnClass } from '../../shared/engine/turn-class.ts';
import type { AccountId, JobId, StepId } from '../../shared/kernel/brand.ts';
import { type Clock, type Millis, millis } from '../../shared/kernel/time.ts';
import { providerOf } from '../model/models.ts';

/** How many calls may be open at once. */
export type Limits = { readonly max: number; readonly maxPerPerson: number };

export type Place = {
  readonly account: AccountId;
  readonly job: JobId;
  readonly step: StepId;
  readonly model: string;
  readonly priority: Priority;
};

export type Turn =
  | { readonly type: 'go' }
  /** `until`: when to ask again, in server time; a bell may come earlier. */
  | { readonly type: 'wait'; readonly for: 'turn' | 'rate-limit' | 'credits'; readonly until: Millis };

/**
 * Who may send next (L3): by priority, which rises with the wait, then first come, first served; within the limits of the server and of
 * each person, and never while the provider has asked for a pause. Decided only at a claim; it spends no attempt and opens no socket.
 */
export type Turns = {
  /**
   * `open`: whose calls are open now, one entry a call. `most`: how many this person wants at once, if that is less than they may have.
   * Remembers a place that must wait.
   */
  readonly ask: (place: Place, open: readonly AccountId[], most?: number) => Turn;
  /** The place has been claimed. */
  readonly leave: (place: Pick<Place, 'job' | 'step'>) => void;
  /** Nobody will claim for this job soon: it ended or was paused. */
  readonly forget: (job: JobId) => void;
  /** The job's places stand in their new order from now on, with the time that they have waited. */
  readonly prioritise: (job: JobId, priority: Priority) => void;
  /** The provider of this model asks for a pause: nobody sends to it before it is over. */
  readonly hold: (model: string, forMs: number) => void;
};

/** A place that is not asked for again within this time is given up: its driver has gone. */
export const placeKeptMs = 15_000;
/** A step that waits for its turn asks again after this time, if no bell comes before. */
export const askAgainMs = 5_000;

/** `most`: how many calls its person may have open at once. */
type Seated = Place & { readonly most: number };

/** Times are elapsed: wall time may jump. */
type Waiting = Seated & {
  /** When it first asked. */
  readonly since: number;
  /** When it is given up if nobody asks for it again. */
  readonly keptUntil: number;
};

export function createTurns(limits: Limits, clock: Clock): Turns {
  /** In the order of first asking. */
  const waiting = new Map<string, Waiting>();
  const heldUntil = new Map<string, number>();
  const heldFor = (model: string): number => Math.max(0, (heldUntil.get(providerOf(model)) ?? 0) - clock.elapsed());
  const after = (ms: number): Millis => millis(Math.ceil(clock.now() + ms));

  /** Those who are served before this place: by class, then by who came first. */
  const ahead = (own: Waiting): readonly Seated[] => {
    const now = clock.elapsed();
    const classOf = ({ priority, since }: Waiting) => turnClass(priority, now - since);
    const known = [...waiting.values()];
    const all = waiting.has(nameOf(own)) ? known.map((other) => (nameOf(other) === nameOf(own) ? own : other)) : [...known, own];
    const queue = all
      .filter((other) => heldFor(other.model) === 0)
      .toSorted((a, b) => classOf(a) - classOf(b) || a.since - b.since);
    return queue.slice(0, queue.indexOf(own));
  };

  return {
    ask: (place, open, most = limits.maxPerPerson) => {
      const now = clock.elapsed();
      for (const [name, other] of waiting) if (other.keptUntil < now) waiting.delete(name);
      const name = nameOf(place);
      const pauseMs = heldFor(place.model);
      const own = { ...place, most, since: waiting.get(name)?.since ?? now, keptUntil: now + pauseMs + placeKeptMs };
      if (pauseMs === 0 && isFree(own, ahead(own), open, limits)) return { type: 'go' };
      waiting.set(name, own);
      return pauseMs > 0
        ? { type: 'wait', for: 'rate-limit', until: after(pauseMs) }
        : { type: 'wait', for: 'turn', until: after(askAgainMs) };
    },
    leave: (place) => {
      waiting.delete(nameOf(place));
    },
    forget: (job) => {
      for (const [name, place] of waiting) if (place.job === job) waiting.delete(name);
    },
    prioritise: (job, priority) => {
      for (const [name, place] of waiting) if (place.job === job) waiting.set(name, { ...place, priority });
    },
    hold: (model, forMs) => {
      const provider = providerOf(model);
      heldUntil.set(provider, Math.max(heldUntil.get(provider) ?? 0, clock.elapsed() + forMs));
    },
  };
}

const nameOf = (place: Pick<Place, 'job' | 'step'>): string => `${place.job}/${place.step}`;

/** Seats those ahead first, each as their person's limit allows, and looks whether a seat is left for `own`. */
function isFree(own: Seated, ahead: readonly Seated[], open: readonly AccountId[], limits: Limits): boolean {
  const taken = new Map<AccountId, number>();
  let total = 0;
  const seat = (who: AccountId, most: number): boolean => {
    const held = taken.get(who) ?? 0;
    if (total >= limits.max || held >= most) return false;
    taken.set(who, held + 1);
    total += 1;
    return true;
  };
  for (const who of open) seat(who, limits.maxPerPerson);
  for (const { account, most } of ahead) seat(account, most);
  return seat(own.account, own.most);
}
