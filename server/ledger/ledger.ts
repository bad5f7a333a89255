import type { Priority } from '../../shared/engine/job.ts';
import type { AccountId, BootId, CallId, JobId } from '../../shared/kernel/brand.ts';
import { type Clock, millis, type Sleep } from '../../shared/kernel/time.ts';
import { settingsOf } from '../../shared/sync/apply.ts';
import type { Log } from '../log.ts';
import type { Model } from '../model/model.ts';
import type { CallRow, Store, StoreTx } from '../store/store.ts';
import { liveBesideOthers, sureMs } from './beside-others.ts';
import { cancelCalls, drainCalls } from './cancel.ts';
import { type Claimed, claim, type Wanted, whenCommitted } from './claim.ts';
import type { ContextSizes } from './context-sizes.ts';
import type { Hub } from './hub.ts';
import { createTextLog } from './log.ts';
import { heldByCap } from './monthly-cap.ts';
import { createOpenCalls } from './open-calls.ts';
import { type Replay, replay } from './replay.ts';
import { createRun } from './run.ts';
import { createSettle } from './settle.ts';
import { countPaid } from './spent.ts';
import { askAgainMs, createTurns, type Limits, type Place, type Turn } from './turns.ts';

/*
 *             claim                  text …                      end of the model, cancel, end of the process
 *  (nothing) ───────► open ──────────────────────► open ──────────────────────────────────► done | failed | lost
 *              commit      a write a tick, then the hub     rest and end in one write, then hub and bell
 */

export type LedgerDeps = {
  readonly store: Store;
  readonly model: Pick<Model, 'run'>;
  readonly contextSizes: Pick<ContextSizes, 'of'>;
  readonly hub: Hub;
  readonly limits: Limits;
  /** This start of the server: the owner of its calls (L9). */
  readonly boot: BootId;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly log: Log;
  /** The ledger's lifetime. */
  readonly signal: AbortSignal;
};

/**
 * Every call to a provider, claimed before it is sent and kept for ever: nothing is sent twice under one name, shown before it is
 * durable, or ended by somebody's leaving. What it does not know: jobs, recipes, leases.
 */
export type Ledger = {
  /** The call of that name, to attach to, within a transaction; null if it must be claimed first (L2). */
  readonly attach: (tx: StoreTx, account: AccountId, id: CallId) => Promise<Attached | null>;
  /** Whether a step may be claimed now, within the transaction that would claim it (L3). */
  readonly turn: (tx: StoreTx, place: Place) => Promise<Turn>;
  /** Creates a call whose turn it is, within a transaction (L1). */
  readonly claim: (tx: StoreTx, wanted: Wanted) => Promise<Claimed>;
  /** Ends a job's calls at the provider; call it after the commit that cancelled the job (J6). */
  readonly cancel: (job: JobId) => void;
  /** A job will claim nothing for now: whoever waits behind it may go first. */
  readonly stopWaiting: (job: JobId) => void;
  /** Puts what a job waits for into its new order at once, and lets everybody who waits ask again (L3). */
  readonly prioritise: (job: JobId, priority: Priority) => void;
  readonly replay: (account: AccountId, id: CallId, from: number) => Promise<Replay | null>;
  /**
   * Marks the calls of earlier processes as lost (L9); for the start, before anything is claimed. Answers which. In a shared store none
   * is marked: those before us may live.
   */
  readonly voidPredecessors: () => Promise<readonly CallRow[]>;
  /** In a shared store, lives beside the other processes until the signal aborts (L9). */
  readonly besideOthers: (signal: AbortSignal) => Promise<void>;
  /** The calls that this process runs. */
  readonly running: () => readonly { readonly account: AccountId; readonly job: JobId }[];
  /** Claims nothing more, waits for what is open, gives up the rest after `forMs`. */
  readonly drain: (forMs: number) => Promise<void>;
};

const nothingToSend = { send: () => undefined, drop: () => undefined };

type Attached = Extract<Claimed, { type: 'open' | 'ended' }> | { readonly type: 'not_yours' };

export function createLedger(deps: LedgerDeps): Ledger {
  const { store, model, contextSizes, hub, limits, boot: owner, clock, sleep, log, signal } = deps;
  const calls = createOpenCalls();
  const turns = createTurns(limits, clock);
  const textLog = createTextLog({ store, owner, hub, sleep, log });
  const settle = createSettle({ store, owner, textLog, hub, clock, sleep, log, signal });
  const run = createRun({ model, calls, textLog, settle, turns, hub, log });
  const sending = { calls, turns, run, clock, sureMs: store.isShared ? sureMs : Number.POSITIVE_INFINITY };
  let isDraining = false;

  /** Ours and not running: its claim was committed though the commit seemed to fail, so it was never sent. */
  const takeUp = async (tx: StoreTx, call: CallRow): Promise<ReturnType<typeof whenCommitted>> => {
    const isForgotten = call.owner === owner && !calls.has(call.id) && !isDraining;
    const request = isForgotten ? await tx.calls.request(call.id) : null;
    return request === null ? nothingToSend : whenCommitted(sending, call, request);
  };

  return {
    attach: async (tx, account, id) => {
      const call = await tx.calls.get(id);
      if (call === null) return null;
      if (call.account !== account) return { type: 'not_yours' };
      if (call.end !== null) return { type: 'ended', call };
      return { type: 'open', call, ...(await takeUp(tx, call)) };
    },
    turn: async (tx, place) => {
      if (isDraining) return { type: 'wait', for: 'turn', until: millis(clock.now() + askAgainMs) };
      const rows = tx.of(place.account);
      const { monthlyCap, callsAtOnce } = await settingsOf(rows);
      const until = await heldByCap(rows, monthlyCap, place.model, clock.now());
      if (until !== null) {
        turns.leave(place);
        return { type: 'wait', for: 'credits', until };
      }
      const most = Math.min(callsAtOnce ?? limits.maxPerPerson, limits.maxPerPerson);
      const open = (await tx.calls.open(null)).map((call) => call.account);
      return turns.ask(place, open, most);
    },
    claim: (tx, wanted) => claim({ ...sending, owner, contextSizes }, tx, wanted),
    cancel: (job) => cancelCalls(calls, turns, job),
    stopWaiting: (job) => turns.forget(job),
    prioritise: (job, priority) => {
      turns.prioritise(job, priority);
      hub.bell();
    },
    replay: (account, id, from) => replay(store, account, id, from),
    voidPredecessors: () =>
      store.transaction(async (tx) => {
        if (store.isShared) await tx.calls.beat(owner);
        const lost = store.isShared ? [] : await tx.calls.voidOthers(owner, clock.now());
        for (const call of lost) await countPaid(tx, call);
        return lost;
      }),
    besideOthers: async (signal) => {
      if (!store.isShared) return;
      await liveBesideOthers({ store, owner, calls, hub, takeUp, clock, sleep, log }, signal);
    },
    running: calls.all,
    drain: async (forMs) => {
      isDraining = true;
      await drainCalls(calls, sleep, forMs, signal);
    },
  };
}
