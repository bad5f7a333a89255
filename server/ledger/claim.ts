import {
  type AccountId,
  type BootId,
  callId,
  type DriverId,
  type JobId,
  type RequestHash,
  type StepId,
} from '../../shared/kernel/brand.ts';
import type { Clock } from '../../shared/kernel/time.ts';
import type { ModelRequest } from '../../shared/recipes/model-request.ts';
import { requestHashOf } from '../../shared/recipes/request-hash.ts';
import type { BriefSource } from '../../shared/recipes/sources.ts';
import type { CallRow, StoreTx } from '../store/store.ts';
import type { ContextSizes } from './context-sizes.ts';
import type { OpenCalls } from './open-calls.ts';
import { promptTooLong } from './prompt-size.ts';
import type { Run } from './run.ts';
import type { Turns } from './turns.ts';

/** What a driver wants sent, with the request as the server builds it. */
export type Wanted = {
  readonly account: AccountId;
  readonly job: JobId;
  readonly step: StepId;
  readonly attempt: number;
  readonly driver: DriverId;
  /** The hash of the request as the driver builds it. */
  readonly requestHash: RequestHash;
  readonly request: ModelRequest;
  /** For a prompt that is too long: what could be left out. */
  readonly sources: readonly BriefSource[];
};

export type Claimed =
  /** On disk once the transaction commits: then, and only then, `send` it (L1); `drop` it if the transaction failed. */
  | { readonly type: 'open'; readonly call: CallRow; readonly send: () => void; readonly drop: () => void }
  /** It has ended, without a socket being opened: the prompt is too long for the model. */
  | { readonly type: 'ended'; readonly call: CallRow }
  | { readonly type: 'refused'; readonly reason: 'other_request' | 'still_open' };

export type ClaimDeps = {
  readonly owner: BootId;
  readonly calls: OpenCalls;
  readonly turns: Turns;
  readonly contextSizes: Pick<ContextSizes, 'of'>;
  readonly run: Run;
  readonly clock: Clock;
  /** How long after its claim a call is ours for certain, in ms: another process may give up one that stands still (L9). */
  readonly sureMs: number;
};

/**
 * Creates a call, within the transaction that marks its step as started. Its name must be new: a call that is there is attached to,
 * never claimed again (L2). Whether this attempt is the step's next one is for the job's row to say, and whether it is its turn was
 * asked before: that costs less than building a request.
 */
export async function claim(deps: ClaimDeps, tx: StoreTx, wanted: Wanted): Promise<Claimed> {
  if (requestHashOf(wanted.request) !== wanted.requestHash) return { type: 'refused', reason: 'other_request' };
  if (await isLastOpen(tx, wanted)) return { type: 'refused', reason: 'still_open' };
  const failure = promptTooLong(wanted.request, wanted.sources, deps.contextSizes.of(wanted.request.model));
  const call = newCall(deps, wanted);
  await tx.calls.claim({ ...call, request: wanted.request });
  if (failure === null) return { type: 'open', call, ...whenCommitted(deps, call, wanted.request) };
  await tx.calls.settle(deps.owner, call.id, { type: 'failed', failure, usage: null }, deps.clock.now());
  deps.turns.leave(wanted);
  return { type: 'ended', call };
}

/**
 * A call that this process has claimed and not sent: cancel finds it from here on, so that none slips through before it is sent. A
 * process that stood still between the claim and the socket sends nothing: another one may have called in its place by now (L2).
 */
export function whenCommitted(
  { calls, turns, run, clock, sureMs }: Omit<ClaimDeps, 'owner' | 'contextSizes'>,
  row: CallRow,
  request: ModelRequest,
): { readonly send: () => void; readonly drop: () => void } {
  const call = calls.add(row, request.model);
  const sureUntil = clock.elapsed() + sureMs;
  return {
    send: () => {
      turns.leave(row);
      void (clock.elapsed() < sureUntil ? run.send(call, request) : run.withhold(call));
    },
    drop: () => calls.remove(row.id),
  };
}

/** The attempt before has not settled yet (L3). */
async function isLastOpen(tx: StoreTx, { job, step, attempt }: Wanted): Promise<boolean> {
  if (attempt === 1) return false;
  const last = await tx.calls.get(callId(job, step, attempt - 1));
  return last !== null && last.end === null;
}

const newCall = ({ owner, clock }: Pick<ClaimDeps, 'owner' | 'clock'>, wanted: Wanted): CallRow => ({
  id: callId(wanted.job, wanted.step, wanted.attempt),
  account: wanted.account,
  job: wanted.job,
  step: wanted.step,
  attempt: wanted.attempt,
  driver: wanted.driver,
  owner,
  requestHash: wanted.requestHash,
  claimedAt: clock.now(),
  chars: 0,
  end: null,
});
