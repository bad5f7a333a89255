import { expect, test } from 'vitest';
import { createBell } from '../kernel/bell.ts';
import { driverId, jobId, leaseEpoch, seq } from '../kernel/brand.ts';
import { ok } from '../kernel/result.ts';
import { millis, testClock } from '../kernel/time.ts';
import { catalog } from '../recipes/catalog.ts';
import type { Job, Priority } from './job.ts';
import { jobAfter, sampleAt } from './job-samples.ts';
import { type SchedulerDeps, schedule } from './scheduler.ts';
import type { DriveServer } from './server-port.ts';

const jobOf = (id: string, priority: Priority, more: Partial<Pick<Job, 'recipe' | 'acceptedAt'>> = {}): Job => ({
  ...jobAfter('accepted'),
  id: jobId(id),
  priority,
  ...more,
});

const never = <T>(): Promise<T> => new Promise(() => undefined);

/**
 * Starts a driver that knows these jobs, and hears of `later` once it has taken what it may; the server never answers it, so that all it
 * takes stays with it. Answers what it took, in order.
 */
async function takenOf(first: readonly Job[], later: readonly Job[] = []): Promise<readonly string[]> {
  const taken: string[] = [];
  const changes = createBell();
  let jobs = first;
  const end = new AbortController();
  const take: DriveServer['take'] = ({ job }) => {
    taken.push(job);
    return never();
  };
  void schedule({ ...driverOf(() => jobs, { take }), jobsChanged: changes.heard }, end.signal);
  for (const all of [first, [...first, ...later]]) {
    jobs = all;
    changes.ring();
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  }
  end.abort();
  return taken;
}

/** A driver that may drive anything, of a server that answers only what is given. */
const driverOf = (jobs: () => readonly Job[], server: Partial<DriveServer>): SchedulerDeps => ({
  driver: driverId('laptop.1'),
  server: { take: never, claim: never, report: never, giveBack: never, beat: never, brief: never, output: never, ...server },
  catalog,
  rows: {
    newest: (id) => {
      const job = jobs().find((each) => each.id === id);
      return job === undefined ? null : { seq: seq(1), job };
    },
    changed: never,
    turnFree: never,
  },
  callEnded: never,
  clock: testClock(sampleAt),
  sleep: never,
  random: () => 0.5,
  nudged: never,
  isWanted: () => false,
  jobs,
  jobsChanged: never,
  leaseMs: () => 15_000,
  mayDrive: () => true,
  givesBack: () => true,
});

const many = (count: number, priority: Priority): readonly Job[] =>
  Array.from({ length: count }, (_, at) => jobOf(`${priority}${at}`, priority));

test('[L3] a driver that holds all it may still takes what would overtake it', async () => {
  const taken = await takenOf(many(10, 'normal'), [jobOf('urgent', 'high'), jobOf('patient', 'low')]);
  expect(taken).toHaveLength(9);
  expect(taken.at(-1)).toBe('urgent');
});

test('[L3] a driver takes no more than it may of one priority, and nothing behind it', async () => {
  expect(await takenOf([...many(10, 'normal'), ...many(3, 'low')])).toHaveLength(8);
});

test('[L3] a job that has waited long is taken before one of a higher priority that came later', async () => {
  const old = jobOf('old', 'low', { acceptedAt: millis(sampleAt - 60_000) });
  expect((await takenOf([...many(3, 'normal'), { ...old, createdAt: millis(0) }]))[0]).toBe('old');
});

test('[J2] a job whose recipe this build does not have is left to one that has it', async () => {
  expect(await takenOf([jobOf('newer', 'high', { recipe: 99 }), jobOf('known', 'low')])).toEqual(['known']);
});

test.each([
  ['one that leaves gives its leases back', true, ['normal0']],
  ['one that has a successor gives none back, which would be taken from it', false, []],
])('[J4] %s', async (_what, isLeaving, expected) => {
  const given: string[] = [];
  const jobs = many(1, 'normal');
  const end = new AbortController();
  const held = createBell();
  const server: Partial<DriveServer> = {
    take: async ({ job: id, driver }) => {
      const [job] = jobs.filter((each) => each.id === id);
      if (job === undefined) throw new Error('Not offered');
      const lease = { driver, epoch: leaseEpoch(1), expiresAt: millis(sampleAt + 15_000), reported: 0 };
      return ok({ type: 'taken', lease, row: { seq: seq(1), job: { ...job, lease } } });
    },
    brief: () => {
      held.ring();
      return never();
    },
    giveBack: async ({ job }) => {
      given.push(job);
      return ok(undefined);
    },
  };
  const hasBegun = held.heard(end.signal);
  const ended = schedule({ ...driverOf(() => jobs, server), givesBack: () => isLeaving }, end.signal);
  await hasBegun;
  end.abort();
  await ended;
  expect(given).toEqual(expected);
});
