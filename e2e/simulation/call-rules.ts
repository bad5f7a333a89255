import type { CallEnd } from '../../server/model/model.ts';
import { isEnded, stepOf } from '../../shared/engine/job.ts';
import { type CallId, callId } from '../../shared/kernel/brand.ts';
import { limits, maxAttempts } from './boot.ts';
import type { CallDiff, KnownCall } from './history.ts';
import type { Fault, Known, Rule } from './rule.ts';

const claims: Rule = function* (commit, known) {
  for (const { before, after: call } of commit.calls) {
    if (before !== null) continue;
    yield* claimFitsRow(call, known);
    yield* claimFollowsLast(call, commit.now, known);
  }
};

/** A claim is made only for a step that starts with it, by the one who holds the lease. */
function* claimFitsRow(call: KnownCall, { history }: Known): Iterable<Fault> {
  const job = history.jobs.get(call.job)?.job;
  const step = job === undefined ? undefined : stepOf(job, call.step);
  if (job === undefined || step === undefined) return yield ['L1', `${call.id} is a call of no step`];
  if (step.status === 'done') yield ['J5', `${call.id} runs a done step again`];
  if (isEnded(job)) yield ['J6', `${call.id} was claimed for a job that is ${job.status}`];
  if (step.status !== 'running' || step.attempt !== call.attempt)
    yield ['L3', `${call.id} was claimed while its step is ${step.status}, attempt ${step.attempt}`];
  if (job.lease?.driver !== call.driver)
    yield ['J4', `${call.id} was claimed by ${call.driver}, ${job.lease?.driver} holds the lease`];
}

/** One attempt after the other, each after the last has settled without success, and not before the provider allows it. */
function* claimFollowsLast(call: KnownCall, now: number, { history }: Known): Iterable<Fault> {
  if (call.attempt === 1) return;
  const last = history.calls.get(callId(call.job, call.step, call.attempt - 1));
  if (last === undefined) return yield ['J9', `${call.id} has no attempt before it`];
  if (last.end === null) return yield ['L3', `${call.id} was claimed while ${last.id} is open`];
  if (last.end.type !== 'failed' || last.end.failure.type !== 'transient' || last.round !== call.round) return;
  // By the server's own clock, as its row has it: one that jumps ahead takes the wait along, one that went back says nothing.
  const notBefore = last.end.endedAt + (last.end.failure.retryAfterMs ?? 0);
  if (now < notBefore && now >= last.end.endedAt) yield ['J9', `${call.id} was claimed ${notBefore - now} ms before retry-after`];
}

const oneAtATime: Rule = function* ({ calls }, { history }) {
  if (calls.length === 0) return;
  const open = new Map<string, CallId>();
  for (const call of history.calls.values()) {
    if (call.end !== null) continue;
    const key = `${call.job}/${call.step}`;
    const other = open.get(key);
    if (other !== undefined) yield ['L2', `${other} and ${call.id} are open at once`];
    open.set(key, call.id);
  }
  if (open.size > limits.maxPerPerson) yield ['L3', `${open.size} calls are open for one person`];
};

const textIsTheProviders: Rule = function* ({ calls }, { sends }) {
  for (const { after: call } of calls) {
    const sent = sends.get(call.id);
    if (call.text !== '' && sent?.text.startsWith(call.text) !== true)
      yield ['L4', `the log of ${call.id} is not what the provider sent`];
    if (call.chars !== call.text.length) yield ['L4', `${call.id} counts ${call.chars} of ${call.text.length} characters`];
  }
};

const endIsTheProviders: Rule = function* ({ calls }, known) {
  for (const { before, after } of calls) {
    if (before !== null && before.end !== null) {
      if (JSON.stringify(before.end) !== JSON.stringify(after.end)) yield ['L6', `${after.id} ended twice`];
      if (before.text !== after.text) yield ['L9', `${after.id} grew after its end`];
    } else if (after.end !== null) yield* endFits({ before, after }, known);
  }
};

/** Too long for its model, or claimed by a process that then stood still for too long to send it (L9). */
const isEndedUnsent = ({ failure }: Extract<CallEnd, { type: 'failed' }>): boolean =>
  failure.reason === 'prompt_too_long' || (failure.reason === 'lost' && failure.free);

function* endFits({ after: call }: CallDiff, known: Known): Iterable<Fault> {
  const { sends } = known;
  const sent = sends.get(call.id);
  const end = call.end;
  if (end === null) return;
  if (end.type === 'lost') {
    if (!mayBeLost(call.owner, known)) yield ['L9', `${call.id} is lost while ${call.owner} runs`];
    return;
  }
  if (sent === undefined && end.type === 'failed' && isEndedUnsent(end)) return;
  if (sent === undefined) return yield ['L6', `${call.id} ended as ${end.type} and was never sent`];
  if (end.type === 'done') {
    if (sent.state !== 'ended' || sent.script.end.type !== 'done') yield ['L6', `${call.id} is done without the provider's end`];
    if (call.text !== sent.text) yield ['L4', `${call.id} is done with ${call.text.length} of ${sent.text.length} characters`];
    return;
  }
  const isCancel = end.failure.reason === 'cancelled' && sent.state === 'aborted';
  const expected = sent.script.end.type === 'failed' ? sent.script.end.failure.reason : 'done';
  if (!isCancel && expected !== end.failure.reason) yield ['L6', `${call.id} failed as ${end.failure.reason}, not ${expected}`];
  if (!isCancel && call.text !== sent.text) yield ['L4', `${call.id} ended without all of its text`];
}

/** For a store that many use, a process must have been silent for as long as it is said. */
const goneMs = 10_000;

function mayBeLost(owner: string, { history, isRunning, isDead, isShared }: Known): boolean {
  if (!isShared) return !isRunning(owner);
  // A process that is told to stop gives its own calls up.
  const gaveUp = !isRunning(owner) && !isDead(owner);
  return gaveUp || (history.silentMs(owner) ?? goneMs) >= goneMs;
}

const roundsAreBounded: Rule = function* ({ jobs }) {
  for (const { after: job } of jobs)
    for (const step of job.steps)
      if (step.spent > maxAttempts) yield ['J9', `${job.id}/${step.id} spent ${step.spent} attempts in a round`];
};

/** What must hold of every claim, every text and every end of a call. */
export const callRules: readonly Rule[] = [claims, oneAtATime, textIsTheProviders, endIsTheProviders, roundsAreBounded];
