import type { AccountId, JobId, StepId } from '../../shared/kernel/brand.ts';
import { type Clock, type Millis, millis } from '../../shared/kernel/time.ts';

/** How many calls may be open at once. */
export type Limits = { readonly max: number; readonly maxPerPerson: number };

export type Place = { readonly account: AccountId; readonly job: JobId; readonly step: StepId; readonly model: string };

export type Turn =
  | { readonly type: 'go' }
  /** `until`: when to ask again, in server time; a bell may come earlier. */
  | { readonly type: 'wait'; readonly for: 'turn' | 'rate-limit'; readonly until: Millis };

/**
 * Who may send next (L3): first come, first served, within the limits of the server and of each person, and never while the provider
 * has asked for a pause. Decided only at a claim; it spends no attempt and opens no socket.
 */
export type Turns = {
  /** `open`: whose calls are open now, one entry a call. Remembers a place that must wait. */
  readonly ask: (place: Place, open: readonly AccountId[]) => Turn;
  /** The place has been claimed. */
  readonly leave: (place: Pick<Place, 'job' | 'step'>) => void;
  /** Nobody will claim for this job soon: it ended or was paused. */
  readonly forget: (job: JobId) => void;
  /** The provider asks for a pause: nobody sends to this model before it is over. */
  readonly hold: (model: string, forMs: number) => void;
};

/** A place that is not asked for again within this time is given up: its driver has gone. */
export const placeKeptMs = 15_000;
/** A step that waits for its turn asks again after this time, if no bell comes before. */
export const askAgainMs = 5_000;

type Waiting = Place & { askedAt: Millis };

export function createTurns(limits: Limits, clock: Clock): Turns {
  /** In the order of first asking. */
  const waiting = new Map<string, Waiting>();
  /** By model, in elapsed time: wall time may jump. */
  const heldUntil = new Map<string, number>();
  const heldFor = (model: string): number => Math.max(0, (heldUntil.get(model) ?? 0) - clock.elapsed());
  const after = (ms: number): Millis => millis(Math.ceil(clock.now() + ms));

  return {
    ask: (place, open) => {
      const pauseMs = heldFor(place.model);
      if (pauseMs > 0) return { type: 'wait', for: 'rate-limit', until: after(pauseMs) };
      const now = clock.elapsed();
      for (const [name, other] of waiting) if (now - other.askedAt > placeKeptMs) waiting.delete(name);
      const name = nameOf(place);
      const ahead = before(waiting, name).filter((other) => heldFor(other.model) === 0);
      if (isFree(place.account, ahead, open, limits)) return { type: 'go' };
      const known = waiting.get(name);
      if (known === undefined) waiting.set(name, { ...place, askedAt: now });
      else known.askedAt = now;
      return { type: 'wait', for: 'turn', until: after(askAgainMs) };
    },
    leave: (place) => {
      waiting.delete(nameOf(place));
    },
    forget: (job) => {
      for (const [name, place] of waiting) if (place.job === job) waiting.delete(name);
    },
    hold: (model, forMs) => {
      heldUntil.set(model, Math.max(heldUntil.get(model) ?? 0, clock.elapsed() + forMs));
    },
  };
}

const nameOf = (place: Pick<Place, 'job' | 'step'>): string => `${place.job}/${place.step}`;

/** Those who asked earlier; all of them for a name that is new. */
function before(waiting: ReadonlyMap<string, Waiting>, name: string): readonly Waiting[] {
  const all = [...waiting];
  const at = all.findIndex(([other]) => other === name);
  return all.slice(0, at === -1 ? all.length : at).map(([, place]) => place);
}

/** Seats those ahead first, each as their person's limit allows, and looks whether a seat is left for `account`. */
function isFree(account: AccountId, ahead: readonly Place[], open: readonly AccountId[], limits: Limits): boolean {
  const taken = new Map<AccountId, number>();
  let total = 0;
  const seat = (who: AccountId): boolean => {
    const own = taken.get(who) ?? 0;
    if (total >= limits.max || own >= limits.maxPerPerson) return false;
    taken.set(who, own + 1);
    total += 1;
    return true;
  };
  for (const who of [...open, ...ahead.map((place) => place.account)]) seat(who);
  return seat(account);
}
