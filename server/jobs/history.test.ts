import { describe, expect, test } from 'vitest';
import { accountId } from '../../shared/kernel/brand.ts';
import { millis } from '../../shared/kernel/time.ts';
import { readStatistics } from '../statistics/statistics.ts';
import { openBench, quiet } from './bench.ts';
import { createTestDriver } from './bench-driver.ts';
import { ann, blockInput } from './bench-person.ts';

type Bench = Awaited<ReturnType<typeof openBench>>;

/** A job that has begun and not ended. */
async function begin(bench: Bench, prompt = 'Write.') {
  const job = await bench.create('block.generate', blockInput('b1', { prompt }));
  const driver = createTestDriver(bench, job);
  await driver.take();
  await driver.claim();
  return { job, driver };
}

/** One that takes so long, from its first step to its end. */
async function work(bench: Bench, tookMs: number, prompt?: string) {
  const { job, driver } = await begin(bench, prompt);
  bench.clock.advance(tookMs);
  bench.model.sent.at(-1)?.say('The text.');
  bench.model.sent.at(-1)?.finish({ stop: 'end' });
  await quiet();
  await driver.ended();
  await driver.finish();
  return bench.jobNow(job);
}

async function withHistory(tookMs: readonly number[]) {
  const bench = await openBench();
  await bench.writeDocument('b1');
  for (const ms of tookMs) await work(bench, ms);
  return bench;
}

const eight = [10_000, 20_000, 30_000, 40_000, 50_000, 60_000, 70_000, 80_000];
const nothingTimed = { since: () => [] };

describe('estimates', () => {
  test('[J12] below eight finished jobs of its like there is none', async () => {
    const bench = await withHistory(eight.slice(1));
    const { job } = await begin(bench);
    expect((await bench.jobNow(job)).estimate).toBeUndefined();
  });

  test('[J12] the range is from the 20th to the 80th of a hundred that were alike, counted from the start', async () => {
    const bench = await withHistory(eight);
    const { job } = await begin(bench);
    const { startedAt, estimate } = await bench.jobNow(job);
    expect(estimate).toEqual({ from: millis((startedAt ?? 0) + 24_000), to: millis((startedAt ?? 0) + 66_000) });
  });

  test('[J12] a job that has much more to read is of another like', async () => {
    const bench = await withHistory(eight);
    const { job } = await begin(bench, 'Write of this. '.repeat(1_000));
    expect((await bench.jobNow(job)).estimate).toBeUndefined();
  });

  test('[J12] a pause takes it away, and the job keeps none when it goes on', async () => {
    const bench = await withHistory(eight);
    const { job } = await begin(bench);
    await bench.intend(job, { type: 'pause' });
    expect((await bench.jobNow(job)).estimate).toBeUndefined();
    await bench.intend(job, { type: 'resume' });
    expect((await bench.jobNow(job)).estimate).toBeUndefined();
  });

  test('[J12] the share of jobs that ended inside their range is kept', async () => {
    const bench = await withHistory(eight);
    await work(bench, 40_000);
    await work(bench, 500_000);
    const { estimates } = await readStatistics({ ...bench, callTimes: nothingTimed }, ann, 60);
    expect(estimates).toEqual({ made: 2, inside: 1 });
  });
});

describe('what is remembered of jobs that ended', () => {
  test('completed, failed and cancelled ones are counted once each, by kind and with the reason', async () => {
    const bench = await withHistory([10_000, 30_000]);
    const cancelled = await begin(bench);
    await bench.intend(cancelled.job, { type: 'cancel' });
    await bench.intend(cancelled.job, { type: 'cancel' });
    const { kinds, failures, parts, jobsPerMinute } = await readStatistics({ ...bench, callTimes: nothingTimed }, null, 60);
    expect(kinds).toEqual([{ kind: 'block.generate', completed: 2, failed: 0, cancelled: 1, averageMs: 20_000, p95Ms: 29_000 }]);
    expect(failures).toEqual([]);
    expect(jobsPerMinute).toBe(3 / 60);
    expect(parts.reduce((sum, part) => sum + part.completed + part.cancelled, 0)).toBe(3);
    expect(parts).toHaveLength(60);
  });

  test('a job that could not be taken in is a failure that never began', async () => {
    const bench = await openBench();
    await bench.writeDocument('b1');
    await begin(bench);
    await bench.create('block.generate', blockInput('b1'));
    const { kinds, failures } = await readStatistics({ ...bench, callTimes: nothingTimed }, null, 60);
    expect(kinds).toMatchObject([{ completed: 0, failed: 1, averageMs: null, p95Ms: null }]);
    expect(failures).toEqual([{ reason: 'block_busy', jobs: 1 }]);
  });

  test('a person is told of their own only', async () => {
    const bench = await withHistory([10_000]);
    const of = (account: typeof ann | null) => readStatistics({ ...bench, callTimes: nothingTimed }, account, 60);
    expect((await of(ann)).kinds).toHaveLength(1);
    expect((await of(accountId('bob'))).kinds).toHaveLength(0);
  });
});
