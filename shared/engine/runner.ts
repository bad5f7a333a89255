import { firstOf } from '../kernel/bell.ts';
import { type CallId, callId, type DriverId, type JobId, type LeaseEpoch, type StepId } from '../kernel/brand.ts';
import type { Random } from '../kernel/random.ts';
import { type Clock, type Millis, millis, type Sleep } from '../kernel/time.ts';
import type { JobRow } from '../protocol/drive.ts';
import { type Catalog, openWork, type Work } from '../recipes/catalog.ts';
import type { Outputs } from '../recipes/recipe.ts';
import { neededSteps, requestHashOf } from '../recipes/request-hash.ts';
import { insist } from './insist.ts';
import { stepOf } from './job.ts';
import { type Action, nextAction } from './next-action.ts';
import type { DriveServer } from './server-port.ts';

/*
 * Drives one job under one lease: ask nextAction, do it, report, ask again. It decides nothing itself, holds no state that matters
 * and may be abandoned at any await: the next driver finds everything in the server's row and the ledger. It never cancels a call.
 *
 *   take ──► nextAction ──► work:   claim each step, wait for its call's end, report it ──┐
 *              ▲            wait:   for the row, the bell or the time ────────────────────┤
 *              │            finish: report it ────────────────────────────────────────────┤
 *              └───────────────────────────────────────────────────────────────────────────┘
 *                           rest:   give the lease back; the end
 */

export type RunnerDeps = {
  readonly driver: DriverId;
  readonly server: DriveServer;
  readonly catalog: Catalog;
  readonly rows: {
    /** The newest row that the feed has brought; null if none. */
    readonly newest: (job: JobId) => JobRow | null;
    /** Resolves when the feed brings a row of this job. */
    readonly changed: (job: JobId, signal: AbortSignal) => Promise<void>;
    /** Resolves when a place at the ledger has become free. */
    readonly turnFree: (signal: AbortSignal) => Promise<void>;
  };
  /** Resolves when the call has probably ended; a false alarm costs one report. */
  readonly callEnded: (call: CallId, signal: AbortSignal) => Promise<void>;
  /** `now` is the server's time as this driver knows it. */
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly random: Random;
  /** Resolves when there is reason to try the network again before the backoff ends. */
  readonly nudged: (signal: AbortSignal) => Promise<void>;
  /** True if this driver should hand the job over at its next step boundary, to a driver that has a better right to it. */
  readonly isWanted: (job: JobId) => boolean;
};

export type RunEnd =
  /** Ended, paused, or not there: nothing to drive until the row changes. */
  | { readonly type: 'rested' }
  /** Somebody else drives it. */
  | { readonly type: 'held'; readonly forMs: number }
  /** Handed over at a step boundary. */
  | { readonly type: 'ceded' }
  /** The lease went to somebody else while it was driven. */
  | { readonly type: 'lost' }
  /** This build cannot: it lacks the recipe's version (J2) or the brief. */
  | { readonly type: 'cannot' }
  | { readonly type: 'stopped' };

/** A refusal that the row does not explain yet is tried again after this long. */
const refusedPauseMs = 500;

/** Runs one job until nothing is left to do, the lease is lost or the signal aborts. `onLease` tells the epoch to renew. */
export async function runJob(
  deps: RunnerDeps,
  job: JobId,
  signal: AbortSignal,
  onLease: (epoch: LeaseEpoch) => void,
): Promise<RunEnd> {
  const taken = await insist(deps, signal, () => deps.server.take({ job, driver: deps.driver }));
  if (taken === null) return { type: 'stopped' };
  if (taken.type === 'held') return taken;
  if (taken.type === 'none') return taken.reason === 'replaced' ? { type: 'lost' } : { type: 'rested' };
  onLease(taken.lease.epoch);
  const brief = await insist(deps, signal, () => deps.server.brief(job, taken.row.job.brief));
  if (signal.aborted) return { type: 'stopped' };
  const work = brief === null ? null : openWork(deps.catalog, taken.row.job, brief);
  const run: Run = {
    deps,
    job,
    epoch: taken.lease.epoch,
    row: taken.row,
    reported: taken.lease.reported,
    isLost: false,
    outputs: new Map(),
    notBefore: new Map(),
  };
  if (work === null || !work.ok) {
    await giveBack(run, signal);
    return { type: 'cannot' };
  }
  return drive(run, work.value, signal);
}

type Run = {
  readonly deps: RunnerDeps;
  readonly job: JobId;
  readonly epoch: LeaseEpoch;
  row: JobRow;
  reported: number;
  isLost: boolean;
  readonly outputs: Map<StepId, string>;
  /** Until when, by elapsed time, a step that was not served is left alone: the row's time may be ahead of this driver's clock. */
  readonly notBefore: Map<StepId, Millis>;
};

async function drive(run: Run, work: Work, signal: AbortSignal): Promise<RunEnd> {
  const steps = new AbortController();
  const stopSteps = () => steps.abort();
  signal.addEventListener('abort', stopSteps, { once: true });
  const active = new Map<StepId, Promise<void>>();
  let before = 0;
  let isTurnFree = false;
  try {
    while (!signal.aborted && !run.isLost) {
      adopt(run, run.deps.rows.newest(run.job));
      const action = nextAction(run.row.job, run.deps.clock.now(), isTurnFree);
      if (action.type === 'rest') {
        await giveBack(run, signal);
        return { type: 'rested' };
      }
      if (action.type === 'finish') {
        await report(run, { type: 'finish' }, signal);
        continue;
      }
      const isBoundary = active.size < before;
      if ((isBoundary || active.size === 0) && run.deps.isWanted(run.job)) {
        await giveBack(run, signal);
        return { type: 'ceded' };
      }
      const { wanted, wakeMs } = choose(run, action, [...active.keys()], isTurnFree);
      for (const step of wanted)
        active.set(
          step,
          driveStep(run, work, step, steps.signal).finally(() => active.delete(step)),
        );
      before = active.size;
      isTurnFree = await nextNews(run, [...active.values()], wakeMs, signal);
    }
    return run.isLost ? { type: 'lost' } : { type: 'stopped' };
  } finally {
    signal.removeEventListener('abort', stopSteps);
    steps.abort();
  }
}

type Waking = Extract<Action, { type: 'work' | 'wait' }>;

/** The steps to begin with now, and after how long to look again; null: only when something happens. */
function choose(
  run: Run,
  action: Waking,
  active: readonly StepId[],
  isTurnFree: boolean,
): { wanted: readonly StepId[]; wakeMs: number | null } {
  const { clock } = run.deps;
  const idle = action.type === 'work' ? action.steps.filter((step) => !active.includes(step)) : [];
  const leftAloneMs = (step: StepId) => (isTurnFree ? 0 : Math.max(0, (run.notBefore.get(step) ?? 0) - clock.elapsed()));
  const wakes = idle.map(leftAloneMs).filter((ms) => ms > 0);
  if (action.wakeAt !== null) wakes.push(Math.max(0, action.wakeAt - clock.now()));
  return { wanted: idle.filter((step) => leftAloneMs(step) === 0), wakeMs: wakes.length === 0 ? null : Math.min(...wakes) };
}

/** Waits until a step has come to its end, the row has changed, the time has come or a turn is free; true for the last. */
async function nextNews(
  run: Run,
  active: readonly Promise<void>[],
  wakeMs: number | null,
  signal: AbortSignal,
): Promise<boolean> {
  const { deps, job } = run;
  if ((deps.rows.newest(job)?.seq ?? 0) > run.row.seq) return false;
  let isTurnFree = false;
  const waits: ((stop: AbortSignal) => Promise<unknown>)[] = [
    ...active.map((step) => () => step),
    (stop) => deps.rows.changed(job, stop),
    async (stop) => {
      await deps.rows.turnFree(stop);
      isTurnFree = !stop.aborted;
    },
  ];
  if (wakeMs !== null) waits.push((stop) => deps.sleep(wakeMs, stop));
  await firstOf(signal, waits);
  return isTurnFree;
}

/** One attempt of one step, from the claim to the report of its end. What follows is the row's to say. */
async function driveStep(run: Run, work: Work, step: StepId, signal: AbortSignal): Promise<void> {
  const { deps, job, epoch } = run;
  const state = stepOf(run.row.job, step);
  if (state === undefined) return;
  const { attempt } = state;
  const outputs = await outputsFor(run, step, signal);
  if (outputs === null) return;
  const request = work.request(step, outputs, { model: run.row.job.model, maxOutputTokens: run.row.job.maxOutputTokens });
  const claim = { job, driver: deps.driver, epoch, step, attempt, requestHash: requestHashOf(request) };
  const answer = await insist(deps, signal, () => deps.server.claim(claim));
  if (answer === null) return;
  adopt(run, answer.row);
  if (answer.type === 'not_yet') {
    run.notBefore.set(step, millis(deps.clock.elapsed() + refusedPauseMs));
    return;
  }
  if (answer.type === 'refused') return refused(run, answer.reason, signal);
  if (answer.type === 'open') await deps.callEnded(answer.call, signal);
  while (!signal.aborted && !run.isLost) {
    const isOpen = await report(run, { type: 'step-ended', step, attempt }, signal);
    if (!isOpen) return;
    await deps.callEnded(callId(job, step, attempt), signal);
  }
}

type ReportEvent = Parameters<DriveServer['report']>[0]['event'];

/** Sends one report until it is answered; true if the call it names is still open. */
async function report(run: Run, event: ReportEvent, signal: AbortSignal): Promise<boolean> {
  const { deps, job, epoch } = run;
  run.reported += 1;
  const message = { job, driver: deps.driver, epoch, n: run.reported, event };
  const answer = await insist(deps, signal, () => deps.server.report(message));
  if (answer === null) return false;
  adopt(run, answer.row);
  if (answer.type === 'noted') return false;
  if (answer.reason === 'still_open') return true;
  await refused(run, answer.reason, signal);
  return false;
}

async function refused(run: Run, reason: string, signal: AbortSignal): Promise<void> {
  if (reason === 'stale_epoch' || reason === 'gone') run.isLost = true;
  else await run.deps.sleep(refusedPauseMs, signal).catch(() => {});
}

/** The texts of the steps that this one needs; null if the signal aborted first. */
async function outputsFor(run: Run, step: StepId, signal: AbortSignal): Promise<Outputs | null> {
  const needed = new Map<StepId, string>();
  for (const id of neededSteps(run.row.job, step)) {
    const done = stepOf(run.row.job, id);
    if (done?.status !== 'done') return null;
    const known =
      run.outputs.get(id) ?? (await insist(run.deps, signal, () => run.deps.server.output(callId(run.job, id, done.attempt))));
    if (known === null) return null;
    run.outputs.set(id, known);
    needed.set(id, known);
  }
  return needed;
}

async function giveBack(run: Run, signal: AbortSignal): Promise<void> {
  const { deps, job, epoch } = run;
  await insist(deps, signal, () => deps.server.giveBack({ job, driver: deps.driver, epoch }));
}

/** Of two rows the newer one counts. */
function adopt(run: Run, row: JobRow | null): void {
  if (row !== null && row.seq >= run.row.seq) run.row = row;
}
