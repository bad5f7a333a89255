import { expect, test } from 'vitest';
import type { Job } from '../engine/job.ts';
import { jobAfter, sampleJobs } from '../engine/job-samples.ts';
import { aborted, createBell } from '../kernel/bell.ts';
import { accountId, bootId, callId, deviceId, driverId, jobId, seq, stepId, storeId } from '../kernel/brand.ts';
import { testNewId } from '../kernel/random.ts';
import { type Sleep, testClock } from '../kernel/time.ts';
import type { FeedInput, FeedMessage } from '../protocol/feed.ts';
import { createMemoryDeviceStore } from '../sync/device-store.memory.ts';
import { createConnectionState } from './connection.ts';
import { follow } from './follow.ts';
import { createJobRows } from './job-rows.ts';
import { createLiveTexts } from './live-texts.ts';
import type { Remote } from './remote.ts';
import { createServerTime } from './server-time.ts';

type Line = {
  /** The jobs that the device knows. */
  readonly jobs?: readonly Job[];
  /** What another engine of the device took in after that. */
  readonly takenIn?: readonly Job[];
  readonly random?: number;
  /** What a try hears before its stream ends, by its number from 0; nothing: the server is gone. */
  readonly hears?: (turn: number) => readonly FeedMessage[];
  /** How long a stream stays open once that is heard; not at all if this is left out. */
  readonly stays?: (signal: AbortSignal, ways: { readonly endEngine: () => void; readonly refuse: () => void }) => Promise<void>;
  /** A wait that ends only when there is reason to try at once: its number from 0. */
  readonly stuckAt?: number;
  /** What is told of what failed; it fails the test if this is left out. */
  readonly trouble?: (error: unknown) => void;
};

/** Follows a server until so many pauses have begun: their lengths, how often the feed was said to be open, and what was asked. */
async function pausesOf(
  count: number,
  { jobs = [], takenIn = [], random = 1, hears = () => [], stays, stuckAt, trouble = fail }: Line = {},
) {
  const life = new AbortController();
  const clock = testClock();
  const rows = createJobRows();
  rows.load(jobs);
  const store = createMemoryDeviceStore({ device: deviceId('laptop'), account: accountId('ann') });
  await store.transaction(async (tx) => {
    for (const job of takenIn) await tx.putJob(job);
    await tx.setState({ ...(await tx.state()), cursor: seq(takenIn.length) });
  });
  const [nudges, refusals] = [createBell(), createBell()];
  const pauses: number[] = [];
  const asked: FeedInput[] = [];
  let opened = 0;
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
      store,
      remote: {
        ...mute,
        feed: async (input, onMessages, signal) => {
          asked.push(input);
          await onMessages(hears(asked.length - 1));
          await stays?.(signal, { endEngine: () => life.abort(), refuse: refusals.ring });
        },
      },
      clock,
      sleep,
      random: () => random,
      newId: testNewId(),
      trouble,
      texts: createLiveTexts(sleep),
      jobs: rows,
      time: createServerTime(clock),
      connection: createConnectionState(),
      opened: () => {
        opened += 1;
      },
      nudged: nudges.heard,
      refused: refusals.heard,
    },
    life.signal,
  );
  return { pauses, opened, asked, known: rows.active() };
}

const fail = (error: unknown) => {
  throw error;
};

const never = <T>(): Promise<T> => new Promise(() => undefined);
const mute: Pick<Remote, 'drive' | 'push'> = {
  drive: { take: never, claim: never, report: never, giveBack: never, beat: never, brief: never, output: never },
  push: never,
};
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

test('a device that reaches the server and cannot keep what it hears, such as a full one, asks less and less often too', async () => {
  const told: unknown[] = [];
  const full = new Error('There is no room.');
  const stays = () => Promise.reject(full);
  const { pauses, opened } = await pausesOf(5, { hears: () => [hello()], stays, trouble: (error) => told.push(error) });
  expect(opened).toBe(5);
  expect(told).toEqual([full, full, full, full, full]);
  expect(pauses).toEqual([100, 200, 400, 800, 1_600]);
});

test('a device that nothing goes on for asks less often', async () => {
  const calm = [100, 200, 400, 800, 1_600, 3_200, 6_400, 8_000, 8_000];
  expect((await pausesOf(9)).pauses).toEqual(calm);
  expect((await pausesOf(9, { jobs: [sampleJobs.paused()] })).pauses).toEqual(calm);
});

test('a job that waits by itself, such as for the server, counts as under way', async () => {
  expect((await pausesOf(9, { jobs: [jobAfter('accepted')] })).pauses.at(-1)).toBe(2_000);
});

test('[J8] a job whose row another engine of the device took in is known all the same, and so is its end', async () => {
  const [mine, theirs] = [sampleJobs.running(), { ...jobAfter('accepted'), id: jobId('j2') }];
  const { known, asked } = await pausesOf(1, { jobs: [mine], takenIn: [sampleJobs.completed(), theirs] });
  expect(asked[0]?.cursor).toBe(2);
  expect(known).toEqual([theirs]);
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

const call = callId(jobId('j1'), stepId('write'), 1);
const text = (offset: number, said: string): FeedMessage => ({ type: 'text', call, offset, text: said });
const rows = (at: number): FeedMessage => ({ type: 'rows', rows: [], cursor: seq(at), lastChange: 0, more: false });
/** How far the device said that it was, each time it asked. */
const placesOf = (asked: readonly FeedInput[]) =>
  asked.map(({ storeId, cursor, offsets }) => [storeId, cursor, offsets[call] ?? 0]);

test('[S3] a stream that ended is opened anew from where the device is by then: its rows, and the letters of each text', async () => {
  const heard = [[hello(), rows(7), text(0, 'The quar')], [hello(), text(8, 'ter'), rows(9)], []];
  const { asked } = await pausesOf(3, { hears: (turn) => heard[turn] ?? [] });
  expect(placesOf(asked)).toEqual([
    [null, 0, 0],
    ['store', 7, 8],
    ['store', 9, 11],
  ]);
});

test('[L4] a hole in a text ends the stream: what comes after it is not taken in, and the text is asked for from the hole on', async () => {
  const { asked } = await pausesOf(2, { hears: (turn) => (turn === 0 ? [text(0, 'The '), text(9, 'well.'), rows(7)] : []) });
  expect(placesOf(asked)).toEqual([
    [null, 0, 0],
    [null, 0, 4],
  ]);
});

test('[S3] a device that is told to begin anew asks from nothing on', async () => {
  const reset: FeedMessage = { type: 'reset', storeId: storeId('another') };
  const { asked } = await pausesOf(2, { hears: (turn) => (turn === 0 ? [hello(), rows(7), reset, rows(8)] : []) });
  expect(placesOf(asked)).toEqual([
    [null, 0, 0],
    ['another', 0, 0],
  ]);
});

test('a server that refuses this device is asked again slowly; one that only stops, soon', async () => {
  const refused = (reason: 'too_old' | 'stopping'): FeedMessage => ({ type: 'refused', reason });
  const pausesAfter = async (message: FeedMessage) => (await pausesOf(2, { hears: () => [message] })).pauses;
  expect(await pausesAfter(refused('too_old'))).toEqual([8_000, 8_000]);
  expect(await pausesAfter(refused('stopping'))).toEqual([100, 200]);
});

test('an engine that ends closes its stream, and opens no other', async () => {
  const { asked, pauses } = await pausesOf(1, {
    stays: (signal, { endEngine }) => {
      endEngine();
      return aborted(signal);
    },
  });
  expect({ asked: asked.length, pauses }).toEqual({ asked: 1, pauses: [] });
});

test('a stream that is open under what is over by now, as another answer said, is opened anew', async () => {
  const { asked } = await pausesOf(2, {
    stays: (signal, { refuse }) => {
      refuse();
      return aborted(signal);
    },
  });
  expect(asked).toHaveLength(2);
});
