import { createBell, firstOf } from '../kernel/bell.ts';
import type { DriverId, JobId, LeaseEpoch } from '../kernel/brand.ts';
import { type Millis, millis } from '../kernel/time.ts';
import { type Job, priorities } from './job.ts';
import { type RunEnd, type RunnerDeps, runJob } from './runner.ts';
import { turnClass } from './turn-class.ts';

/** Jobs of one priority or a higher one that a driver holds at a time; more stay queued with the server. */
const maxJobs = 8;
/** A lost or undrivable job is looked at again after this long, or when its row changes. */
const tryAgainMs = 5_000;
/** One that rested is offered again only once its row says so; the row may be a little behind. */
const restMs = 200;

export type SchedulerDeps = RunnerDeps & {
  /** The jobs that this driver knows, as the server has them. */
  readonly jobs: () => readonly Job[];
  /** Resolves when any of them has changed. */
  readonly jobsChanged: (signal: AbortSignal) => Promise<void>;
  readonly leaseMs: () => number;
  /** Whether this driver has a right to ask for the job: a device for what it made, the server for what nobody else drives. */
  readonly mayDrive: (job: Job) => boolean;
  /**
   * Asked once, at the end: false when a successor of this very driver takes its leases over at once (J4). Given back, they would go to
   * whoever is quicker.
   */
  readonly givesBack: () => boolean;
};

type Running = { readonly stop: AbortController; epoch: LeaseEpoch | null };

/**
 * Decides which jobs this driver drives, runs a runner for each, and renews their leases. It does not know whose turn it is at the
 * provider: that is decided at the claim (L3).
 */
export async function schedule(deps: SchedulerDeps, signal: AbortSignal): Promise<void> {
  const running = new Map<JobId, Running>();
  const holdOffs = new Map<JobId, HoldOff>();
  const ended = createBell();
  const start = (job: JobId) => {
    const own: Running = { stop: new AbortController(), epoch: null };
    const stop = () => own.stop.abort();
    signal.addEventListener('abort', stop, { once: true });
    running.set(job, own);
    void runJob(deps, job, own.stop.signal, (epoch) => {
      own.epoch = epoch;
    })
      .then((end) => {
        const forMs = holdOffMs(end);
        const held = deps.rows.newest(job)?.job.lease?.driver ?? null;
        if (forMs === null) holdOffs.delete(job);
        else holdOffs.set(job, { until: millis(deps.clock.elapsed() + forMs), held });
      })
      .finally(() => {
        signal.removeEventListener('abort', stop);
        running.delete(job);
        ended.ring();
      });
  };
  let held: ReturnType<typeof leasesOf> = [];
  const leave = () => {
    held = leasesOf(running);
  };
  signal.addEventListener('abort', leave, { once: true });
  void renew(deps, running, signal);
  while (!signal.aborted) {
    const elapsed = deps.clock.elapsed();
    const due = deps
      .jobs()
      .filter(
        (job) => !running.has(job.id) && isDrivable(deps, job) && deps.mayDrive(job) && isDue(holdOffs.get(job.id), job, elapsed),
      );
    for (const job of inTurn(deps, due)) if (heldBefore(deps, running, job) < maxJobs) start(job.id);
    const waits = [...holdOffs.values()].map(({ until }) => until).filter((until) => until > elapsed);
    const wakeMs = waits.length === 0 ? tryAgainMs : Math.min(tryAgainMs, Math.min(...waits) - elapsed);
    await firstOf(signal, [deps.jobsChanged, (stop) => ended.heard(stop), (stop) => deps.sleep(wakeMs, stop)]);
  }
  // A driver that leaves in good order says so, once: whoever is next need not wait until it is missed.
  if (!deps.givesBack()) return;
  await Promise.all(held.map(({ job, epoch }) => deps.server.giveBack({ job, driver: deps.driver, epoch })));
}

/** How long a job that could not be driven on is left alone, and who held its lease then: another holder is news. */
type HoldOff = { readonly until: Millis; readonly held: DriverId | null };

const isDue = (holdOff: HoldOff | undefined, job: Job, elapsed: Millis): boolean =>
  holdOff === undefined || holdOff.until <= elapsed || (job.lease?.driver ?? null) !== holdOff.held;

/** Accepted, not ended, not paused, not a person's turn, and of a recipe that this build has (J2). Who holds its lease is for the server to say. */
function isDrivable({ catalog }: SchedulerDeps, job: Job): boolean {
  if (job.acceptedAt === null || catalog(job.kind, job.recipe) === null) return false;
  switch (job.status) {
    case 'queued':
    case 'running':
      return true;
    case 'waiting':
      return job.for !== 'person';
    case 'paused':
    case 'completed':
    case 'failed':
    case 'cancelled':
      return false;
  }
}

/** Its class in the queue by the server's time, as the claim will order it (L3). */
const classOf = ({ clock }: SchedulerDeps, job: Job): number =>
  turnClass(job.priority, clock.now() - (job.acceptedAt ?? job.createdAt));

const inTurn = (deps: SchedulerDeps, jobs: readonly Job[]): readonly Job[] =>
  jobs.toSorted((a, b) => classOf(deps, a) - classOf(deps, b) || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));

/** How many jobs of its priority or a higher one are held already: those that it would overtake leave it room. */
const heldBefore = ({ rows }: SchedulerDeps, running: ReadonlyMap<JobId, Running>, job: Job): number =>
  [...running.keys()].filter((id) => {
    const held = rows.newest(id)?.job;
    return held === undefined || priorities.indexOf(held.priority) <= priorities.indexOf(job.priority);
  }).length;

/** Null: at once. */
function holdOffMs(end: RunEnd): number | null {
  switch (end.type) {
    case 'held':
      return Math.max(restMs, end.forMs);
    case 'lost':
    case 'cannot':
    case 'ceded':
      return tryAgainMs;
    case 'rested':
      return restMs;
    case 'stopped':
      return null;
  }
}

const leasesOf = (running: ReadonlyMap<JobId, Running>): { readonly job: JobId; readonly epoch: LeaseEpoch }[] =>
  [...running].flatMap(([job, own]) => (own.epoch === null ? [] : [{ job, epoch: own.epoch }]));

/** A sign of life for every lease, three times a lease period. A lease that is no longer ours ends its runner, never a call (J4). */
async function renew(deps: SchedulerDeps, running: ReadonlyMap<JobId, Running>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await deps.sleep(deps.leaseMs() / 3, signal).catch(() => {});
    const leases = leasesOf(running);
    if (signal.aborted || leases.length === 0) continue;
    const answer = await deps.server.beat({ driver: deps.driver, leases });
    if (!answer.ok) continue;
    for (const job of answer.value.stale) running.get(job)?.stop.abort();
  }
}
