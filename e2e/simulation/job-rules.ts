import { isEnded, type Job, type Step } from '../../shared/engine/job.ts';
import { isPredecessor, isSuccessor } from '../../shared/engine/lease.ts';
import type { JobDiff } from './history.ts';
import type { Fault, Rule } from './rule.ts';

/** One job's row before and after a commit. */
type JobRule = (before: Job, after: Job) => Iterable<Fault>;

const withoutLease = ({ lease: _lease, epoch: _epoch, ...rest }: Job): string => JSON.stringify(rest);

function* endIsFinal(before: Job, after: Job): Iterable<Fault> {
  if (!isEnded(before) || withoutLease(before) === withoutLease(after)) return;
  const isRetry = before.status === 'failed' && after.round === before.round + 1;
  if (!isRetry) yield ['J3', `${before.id} was ${before.status} and became ${after.status}, or changed otherwise`];
}

function* doneIsDone(before: Job, after: Job): Iterable<Fault> {
  for (const step of before.steps) {
    const next = after.steps.find(({ id }) => id === step.id);
    if (next === undefined) yield ['J5', `${before.id} lost its step ${step.id}`];
    else if (step.status === 'done' && JSON.stringify(step) !== JSON.stringify(next))
      yield ['J5', `${before.id} changed its done step ${step.id}`];
    else if (planOf(step) !== planOf(next)) yield ['J5', `${before.id} planned its step ${step.id} anew`];
  }
}

const planOf = ({ id, title, weight, needs, target }: Step): string => JSON.stringify({ id, title, weight, needs, target });

function* attemptsGrow(before: Job, after: Job): Iterable<Fault> {
  for (const step of before.steps) {
    const next = after.steps.find(({ id }) => id === step.id);
    if (next === undefined) continue;
    if (next.attempt < step.attempt) yield ['J9', `${before.id}/${step.id} went from attempt ${step.attempt} to ${next.attempt}`];
    const isRerun = step.status === 'failed' && next.status !== 'failed';
    if (isRerun && next.attempt === step.attempt) yield ['J9', `${before.id}/${step.id} repeats attempt ${step.attempt}`];
    if (next.possiblyPaid < step.possiblyPaid) yield ['L7', `${before.id}/${step.id} forgot a possibly paid attempt`];
  }
}

function* progressIsHonest(before: Job, after: Job): Iterable<Fault> {
  if (after.progress < before.progress) yield ['J12', `${before.id} fell from ${before.progress} to ${after.progress}`];
  if (after.progress === 1 && after.status !== 'completed') yield ['J12', `${after.id} is ${after.status} at 100 %`];
}

function* epochsGrow(before: Job, after: Job): Iterable<Fault> {
  if (after.epoch < before.epoch) yield ['J4', `${before.id} went from epoch ${before.epoch} to ${after.epoch}`];
  const [held, holds] = [before.lease, after.lease];
  if (holds === null) return;
  if (holds.epoch !== after.epoch) yield ['J4', `${after.id} is leased under ${holds.epoch}, its epoch is ${after.epoch}`];
  if (holds.driver !== held?.driver && after.epoch === before.epoch)
    yield ['J4', `${after.id} went from ${held?.driver} to ${holds.driver} under one epoch`];
  if (held !== null && isPredecessor(holds.driver, held.driver))
    yield ['J4', `${after.id} went from ${held.driver} back to ${holds.driver}`];
}

/** Nobody but its own successor takes a lease that has not expired. */
const livesAreSpared: Rule = function* ({ jobs, now }) {
  for (const { before, after } of jobs) {
    const [held, holds] = [before?.lease ?? null, after.lease];
    if (held === null || holds === null || held.driver === holds.driver || isSuccessor(holds.driver, held.driver)) continue;
    if (held.expiresAt > now) yield ['J4', `${holds.driver} took ${after.id} from ${held.driver}, whose lease had not expired`];
  }
};

/** A lease ends before its time only by its holder's own word, or with its holder's process (J4). */
const leasesEndByTheirHolders: Rule = function* ({ jobs, now }, { isGivenBack, isRunning }) {
  for (const { before, after } of jobs) {
    const held = before?.lease ?? null;
    if (held === null || after.lease !== null || held.expiresAt <= now || isGivenBack(after.id, held)) continue;
    const isGone = held.driver.startsWith('server.') && !isRunning(held.driver.slice('server.'.length));
    if (!isGone) yield ['J4', `the lease of ${held.driver} on ${after.id} was given away by somebody else`];
  }
};

function* modelStays(before: Job, after: Job): Iterable<Fault> {
  if (before.acceptedAt !== null && before.model !== after.model) yield ['J2', `${before.id} changed its model`];
  if (before.brief !== after.brief) yield ['J2', `${before.id} changed its brief`];
}

function* pauseHolds(before: Job, after: Job): Iterable<Fault> {
  const isPausing = before.status === 'paused' || (before.status === 'running' && before.pausing);
  if (!isPausing) return;
  for (const step of after.steps) {
    const was = before.steps.find(({ id }) => id === step.id);
    if (step.status === 'running' && was?.status !== 'running') yield ['J7', `${after.id} started ${step.id} while pausing`];
  }
}

const pairRules: readonly JobRule[] = [
  endIsFinal,
  doneIsDone,
  attemptsGrow,
  progressIsHonest,
  epochsGrow,
  modelStays,
  pauseHolds,
];

function* pairs({ jobs }: { readonly jobs: readonly JobDiff[] }): Iterable<Fault> {
  for (const { before, after } of jobs) {
    if (before === null) continue;
    for (const rule of pairRules) yield* rule(before, after);
  }
}

const oneWriterPerBlock: Rule = function* ({ jobs }, { history }) {
  if (jobs.length === 0) return;
  const holders = new Map<string, string>();
  for (const { job } of history.jobs.values()) {
    if (isEnded(job) || job.acceptedAt === null) continue;
    const written = new Set(job.steps.flatMap(({ status, target }) => (status === 'done' ? [target] : [])));
    for (const target of job.targets.filter((block) => !written.has(block))) {
      const other = holders.get(target);
      if (other !== undefined) yield ['J10', `${other} and ${job.id} both write to ${target}`];
      holders.set(target, job.id);
    }
  }
};

const consistent: Rule = function* ({ jobs }) {
  for (const { after: job } of jobs) {
    const isRunning = job.steps.some((step) => step.status === 'running');
    if (isRunning && job.status !== 'running' && job.status !== 'cancelled' && job.status !== 'failed')
      yield ['J3', `${job.id} is ${job.status} while a step runs`];
    if (job.acceptedAt === null && job.steps.length > 0) yield ['J3', `${job.id} has steps and is not accepted`];
    if (job.status === 'completed' && job.steps.some((step) => step.status !== 'done'))
      yield ['J3', `${job.id} is completed with a step that is not done`];
  }
};

/** What must hold of every change of a job, and of all jobs together. */
export const jobRules: readonly Rule[] = [pairs, livesAreSpared, leasesEndByTheirHolders, oneWriterPerBlock, consistent];
