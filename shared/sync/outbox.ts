import { insist } from '../engine/insist.ts';
import type { Reply } from '../engine/server-port.ts';
import { createBell, firstOf } from '../kernel/bell.ts';
import type { BriefHash } from '../kernel/brand.ts';
import type { Random } from '../kernel/random.ts';
import type { Sleep } from '../kernel/time.ts';
import type { Push, PushAnswer } from '../protocol/push.ts';
import { protocolVersion } from '../protocol/version.ts';
import type { Brief } from '../recipes/recipe.ts';
import type { OutboxEntry } from './change.ts';
import type { DeviceReading, DeviceStore } from './device-store.ts';

/** At most this much goes into one push, so that a slow line makes progress. */
const maxEntries = 200;
const maxBytes = 2 * 1024 * 1024;

export type OutboxDeps = {
  readonly store: DeviceStore;
  readonly push: (push: Push) => Reply<PushAnswer>;
  readonly sleep: Sleep;
  readonly random: Random;
  readonly nudged: (signal: AbortSignal) => Promise<void>;
};

export type OutboxEnd =
  | { readonly type: 'stopped' }
  | { readonly type: 'refused'; readonly reason: Extract<PushAnswer, { type: 'refused' }>['reason'] };

/** Sends a device's changes to the server. It never drops one: an entry leaves when the feed says that it is applied. */
export type Outbox = {
  /** There is something new to send. */
  readonly ring: () => void;
  /** Sends until the signal aborts or the server refuses this device's account, store or version. */
  readonly run: (signal: AbortSignal) => Promise<OutboxEnd>;
  /** Sends what is there now, and then ends. */
  readonly flush: (signal: AbortSignal) => Promise<void>;
};

export function createOutbox(deps: OutboxDeps): Outbox {
  const bell = createBell();
  let hasNews = true;
  return {
    ring: () => {
      hasNews = true;
      bell.ring();
    },
    run: async (signal) => {
      hasNews = true;
      while (!signal.aborted) {
        if (!hasNews) await bell.heard(signal);
        hasNews = false;
        const end = await sendAll(deps, signal);
        if (end !== null) return end;
      }
      return { type: 'stopped' };
    },
    flush: async (signal) => {
      await sendAll(deps, signal);
    },
  };
}

/** Sends until nothing unacknowledged is left; null then. */
async function sendAll(deps: OutboxDeps, signal: AbortSignal): Promise<OutboxEnd | null> {
  while (!signal.aborted) {
    const push = await deps.store.read(nextPush);
    if (push === null) return null;
    const answer = await insist(deps, signal, () => deps.push(push));
    if (answer === null) return { type: 'stopped' };
    if (answer.type === 'refused') return { type: 'refused', reason: answer.reason };
    await deps.store.transaction(async (tx) => {
      const state = await tx.state();
      // Two engines may be sending for a moment: an answer that comes late takes nothing back. A gap does, so that it is filled.
      const acknowledged = answer.type === 'gap' ? answer.lastChange : Math.max(state.acknowledged, answer.lastChange);
      if (state.device === push.device) await tx.setState({ ...state, acknowledged });
    });
    if (answer.type === 'gap') await firstOf(signal, [(stop) => deps.sleep(1_000, stop)]);
  }
  return { type: 'stopped' };
}

/** The next changes that the server has not acknowledged, with the briefs of their jobs; null if there are none, or no account yet. */
async function nextPush(tx: DeviceReading): Promise<Push | null> {
  const state = await tx.state();
  if (state.account === null || state.storeId === null) return null;
  const entries: OutboxEntry[] = [];
  const briefs: { hash: BriefHash; brief: Brief }[] = [];
  let bytes = 0;
  for (const entry of await tx.pending()) {
    if (entry.n <= state.acknowledged) continue;
    const hash = entry.change.type === 'create-job' ? entry.change.job.brief : null;
    const brief = hash === null ? null : await tx.getBrief(hash);
    bytes += JSON.stringify(entry).length + (brief === null ? 0 : JSON.stringify(brief).length);
    if (entries.length > 0 && (entries.length >= maxEntries || bytes > maxBytes)) break;
    entries.push(entry);
    if (hash !== null && brief !== null && !briefs.some((known) => known.hash === hash)) briefs.push({ hash, brief });
  }
  if (entries.length === 0) return null;
  return { protocol: protocolVersion, account: state.account, device: state.device, storeId: state.storeId, entries, briefs };
}
