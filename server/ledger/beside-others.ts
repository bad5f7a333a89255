import type { BootId, CallId } from '../../shared/kernel/brand.ts';
import type { Clock, Sleep } from '../../shared/kernel/time.ts';
import type { Log } from '../log.ts';
import type { CallRow, Store, StoreTx } from '../store/store.ts';
import type { Hub } from './hub.ts';
import type { OpenCalls } from './open-calls.ts';
import { countPaid } from './spent.ts';

/** What a process needs to live beside others over one store. */
export type BesideDeps = {
  readonly store: Store;
  readonly owner: BootId;
  readonly calls: Pick<OpenCalls, 'has'>;
  readonly hub: Hub;
  /** Sends a call of ours that nobody has sent: its claim was committed though the commit seemed to fail. */
  readonly takeUp: (tx: StoreTx, call: CallRow) => Promise<Sending>;
  readonly clock: Pick<Clock, 'now' | 'elapsed'>;
  readonly sleep: Sleep;
  readonly log: Log;
};

/** `send` it after the commit; `drop` it if the commit failed. */
type Sending = { readonly send: () => void; readonly drop: () => void };

const beatMs = 1_000;
/** A process whose sign of life has not come for this long, by our own clock, is gone. */
const goneMs = 10_000;
/** For so long after it wrote something, a process may be sure that nobody has given it up: the last sign of life may be older. */
export const sureMs = goneMs / 2;
/** A timer that ran later than this says more about this process than about others. */
const lateMs = 1_000;

/**
 * For a store that several processes use: gives a sign of life each second, marks the calls of processes that are gone as lost (L9),
 * and tells our own readers how others' calls go on. Whether somebody is gone is judged by a count that stands still, never by a time
 * that somebody else wrote: the machines' clocks need not agree. Ends when the signal aborts.
 */
export async function liveBesideOthers(deps: BesideDeps, signal: AbortSignal): Promise<void> {
  const { store, hub, clock, sleep, log } = deps;
  const silence = createSilence();
  const others = createOthers();
  let lastAt: number = clock.elapsed();
  let sending: readonly Sending[] = [];
  while (!signal.aborted) {
    // While we stood still ourselves, nobody's silence says anything (J8).
    if (clock.elapsed() - lastAt > beatMs + lateMs) silence.forget();
    lastAt = clock.elapsed();
    try {
      const { news, open } = await store.transaction(async (tx) => {
        const beaten = await beat(deps, tx, silence, others);
        sending = beaten.sending;
        return beaten;
      });
      for (const { send } of sending) send();
      others.know(open);
      for (const call of news) tell(hub, call);
      if (news.some(({ end }) => end !== null)) hub.bell();
    } catch (error) {
      for (const { drop } of sending) drop();
      if (!signal.aborted) log.error({ error }, 'A sign of life could not be written; trying again.');
    }
    sending = [];
    await sleep(beatMs, signal).catch(() => undefined);
  }
}

/** A reader that lacks a text reads it from the ledger: so it is enough to say how far it goes. */
function tell(hub: Hub, { account, id, chars, end }: CallRow): void {
  if (chars > 0) hub.text(account, id, chars, '');
  if (end !== null) hub.call(account, id, end.type);
}

type Beaten = { readonly news: readonly CallRow[]; readonly open: readonly CallRow[]; readonly sending: readonly Sending[] };
type Silence = ReturnType<typeof createSilence>;
type Others = ReturnType<typeof createOthers>;

async function beat({ owner, calls, takeUp, clock }: BesideDeps, tx: StoreTx, silence: Silence, others: Others): Promise<Beaten> {
  await tx.calls.beat(owner);
  const lost: CallRow[] = [];
  for (const gone of silence.of(await tx.calls.beats(), owner, clock.elapsed()))
    lost.push(...(await tx.calls.voidBoot(gone, clock.now())));
  for (const call of lost) await countPaid(tx, call);
  const open = await tx.calls.open(null);
  const sending: Sending[] = [];
  for (const call of open) if (call.owner === owner && !calls.has(call.id)) sending.push(await takeUp(tx, call));
  const theirs = open.filter((call) => call.owner !== owner);
  return { news: await others.news(tx, theirs), open: theirs, sending };
}

/** Since when, by our own clock, each process's count has stood still. */
function createSilence() {
  const seen = new Map<BootId, { readonly beats: number; readonly since: number }>();
  return {
    forget: () => seen.clear(),
    /** Those who are gone. */
    of: (beats: ReadonlyMap<BootId, number>, own: BootId, now: number): readonly BootId[] => {
      for (const boot of seen.keys()) if (!beats.has(boot)) seen.delete(boot);
      for (const [boot, count] of beats) if (seen.get(boot)?.beats !== count) seen.set(boot, { beats: count, since: now });
      return [...seen].filter(([boot, { since }]) => boot !== own && now - since >= goneMs).map(([boot]) => boot);
    },
  };
}

/** How far the calls of others have come, as we last knew. */
function createOthers() {
  let known: ReadonlyMap<CallId, number> = new Map();
  return {
    /** Those that have grown or ended since. */
    news: async (tx: StoreTx, open: readonly CallRow[]): Promise<readonly CallRow[]> => {
      const ended: CallRow[] = [];
      for (const id of known.keys()) {
        const call = open.some((each) => each.id === id) ? null : await tx.calls.get(id);
        if (call !== null) ended.push(call);
      }
      return [...open.filter(({ id, chars }) => known.get(id) !== chars), ...ended];
    },
    /** Our readers have been told of these. */
    know: (open: readonly CallRow[]): void => {
      known = new Map(open.map(({ id, chars }) => [id, chars]));
    },
  };
}
