import { expect, test } from 'vitest';
import type { Job } from '../engine/job.ts';
import { jobAfter, sampleJobs } from '../engine/job-samples.ts';
import { createBell } from '../kernel/bell.ts';
import { accountId, bootId, deviceId, driverId, storeId } from '../kernel/brand.ts';
import { testNewId } from '../kernel/random.ts';
import { type Sleep, testClock } from '../kernel/time.ts';
import type { FeedMessage } from '../protocol/feed.ts';
import { createMemoryDeviceStore } from '../sync/device-store.memory.ts';
import { createConnectionState } from './connection.ts';
import { follow } from './follow.ts';
import { createJobRows } from './job-rows.ts';
import { createLiveTexts } from './live-texts.ts';
import { createServerTime } from './server-time.ts';

type Line = {
  /** The jobs that the device knows. */
  readonly jobs?: readonly Job[];
  readonly random?: number;
  /** What a try hears before its stream ends, by its number from 0; nothing: the server is gone. */
  readonly hears?: (turn: number) => readonly FeedMessage[];
  /** A wait that ends only when there is reason to try at once: its number from 0. */
  readonly stuckAt?: number;
};

/** Follows a server until so many pauses have begun; their lengths, and how often the feed was said to be open. */
async function pausesOf(count: number, { jobs = [], random = 1, hears = () => [], stuckAt }: Line = {}) {
  const life = new AbortController();
  const clock = testClock();
  const rows = createJobRows();
  rows.load(jobs);
  const nudges = createBell();
  const pauses: number[] = [];
  let [tries, opened] = [0, 0];
  const sleep: Sleep = async (ms) => {
    pauses.push(ms);
    if (pauses.length === count) life.abort();
    if (pauses.length - 1 === stuckAt) {
      setImmediate(nudges.ring);
      await new Promise(() => undefined);
    }
  };
  await follow(
    {
      driver: driverId('laptop.1'),
      store: createMemoryDeviceStore({ device: deviceId('laptop'), account: accountId('ann') }),
      remote: {
        drive: { take: never, claim: never, report: never, giveBack: never, beat: never, brief: never, output: never },
        push: never,
        feed: async (_input, onMessages) => {
          tries += 1;
          await onMessages(hears(tries - 1));
        },
      },
      clock,
      sleep,
      random: () => random,
      newId: testNewId(),
      trouble: (error) => {
        throw error;
      },
      texts: createLiveTexts(sleep),
      jobs: rows,
      time: createServerTime(clock),
      connection: createConnectionState(),
      opened: () => {
        opened += 1;
      },
      nudged: nudges.heard,
      refused: never,
    },
    life.signal,
  );
  return { pauses, opened };
}

const never = <T>(): Promise<T> => new Promise(() => undefined);
const hello = (): FeedMessage => ({
  type: 'hello',
  storeId: storeId('store'),
  boot: bootId('boot'),
  serverNow: testClock().now(),
  leaseMs: 15_000,
});

test('while a job is under way, a server that is gone is looked for every two seconds at least', async () => {
  const { pauses } = await pausesOf(9, { jobs: [sampleJobs.running()] });
  expect(pauses).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000, 2_000, 2_000]);
});

test('a device that nothing goes on for asks less often', async () => {
  const calm = [100, 200, 400, 800, 1_600, 3_200, 6_400, 8_000, 8_000];
  expect((await pausesOf(9)).pauses).toEqual(calm);
  expect((await pausesOf(9, { jobs: [sampleJobs.paused()] })).pauses).toEqual(calm);
});

test('a job that waits by itself, such as for the server, counts as under way', async () => {
  expect((await pausesOf(9, { jobs: [jobAfter('accepted')] })).pauses.at(-1)).toBe(2_000);
});

test('devices that lost a server together come back spread over half of the pause', async () => {
  const jobs = [sampleJobs.running()];
  expect((await pausesOf(7, { jobs, random: 0 })).pauses.at(-1)).toBe(1_000);
  expect((await pausesOf(7, { jobs, random: 0.5 })).pauses.at(-1)).toBe(1_500);
});

test('once the server has been heard, the pauses begin anew', async () => {
  const { pauses, opened } = await pausesOf(6, { hears: (turn) => (turn === 4 ? [hello()] : []) });
  expect(pauses).toEqual([100, 200, 400, 800, 100, 200]);
  expect(opened).toBe(1);
});

test('a reason to try at once ends the pause', async () => {
  expect((await pausesOf(8, { stuckAt: 6 })).pauses).toHaveLength(8);
});
