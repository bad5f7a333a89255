import { expect, test } from 'vitest';
import { type BriefHash, callId, deviceId, type JobId, jobId, seq, stepId } from '../../shared/kernel/brand.ts';
import { attemptsOf } from '../attempts.ts';
import { openBench, quiet } from '../jobs/bench.ts';
import { createTestDriver } from '../jobs/bench-driver.ts';
import { ann, blockInput } from '../jobs/bench-person.ts';
import type { Store } from '../store/store.ts';
import { createUpkeep } from './upkeep.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

async function open() {
  const bench = await openBench();
  await bench.writeDocument('b1', 'b2');
  const done: string[] = [];
  let isQuiet = true;
  const file = { checkpoint: async () => void done.push('checkpoint'), optimize: async () => void done.push('optimize') };
  const upkeep = createUpkeep({ ...bench, file, isQuiet: () => isQuiet });
  const work = async (block: string, by: 'person' | 'program' = 'person'): Promise<JobId> => {
    const input = blockInput(block, { prompt: `${block} ${bench.clock.now()}` });
    const job = await bench.create('block.generate', input, by === 'program' ? { createdBy: null } : {});
    const driver = createTestDriver(bench, job);
    await driver.take();
    await driver.claim();
    for (const text of ['One ', 'two ', '🙂 three.']) {
      bench.model.sent.at(-1)?.say(text);
      await bench.pass(100);
    }
    bench.model.sent.at(-1)?.finish({ stop: 'end' });
    await quiet();
    await driver.ended();
    await driver.finish();
    return job;
  };
  return { ...bench, upkeep, work, done, beBusy: () => (isQuiet = false) };
}

const isThere = (store: Store, job: JobId) => store.transaction(async (tx) => (await tx.of(ann).getJob(job)) !== null);
const rowsOf = (store: Store) => store.transaction(async (tx) => (await tx.of(ann).rowsAfter(seq(0), 1_000)).rows);
const hasBrief = (store: Store, hash: BriefHash) => store.transaction(async (tx) => (await tx.of(ann).getBrief(hash)) !== null);

test('[L4] a call that ended an hour ago has its log joined, and every reader finds the same text from every offset', async () => {
  const { upkeep, work, store, clock, ledger } = await open();
  const job = await work('b1');
  const id = callId(job, stepId('write'), 1);
  clock.advance(hourMs - 1_000);
  await upkeep.tick();
  expect(await store.transaction((tx) => tx.calls.fold(clock.now(), 10))).toBe(1);
  const whole = 'One two 🙂 three.';
  for (const from of [0, 1, 4, 5, whole.length]) expect((await ledger.replay(ann, id, from))?.text).toBe(whole.slice(from));
  expect(await attemptsOf(store, ann, job)).toMatchObject([{ text: whole, words: 3 }]);
  clock.advance(hourMs);
  await upkeep.tick();
  expect(await store.transaction((tx) => tx.calls.fold(clock.now(), 10))).toBe(0);
});

test('a call that runs keeps its log, however old it is', async () => {
  const bench = await open();
  const job = await bench.create('block.generate', blockInput('b1'));
  const driver = createTestDriver(bench, job);
  await driver.take();
  await driver.claim();
  bench.model.sent.at(-1)?.say('So far');
  await bench.pass(100);
  bench.clock.advance(2 * hourMs);
  await bench.upkeep.tick();
  bench.model.sent.at(-1)?.say(' so good.');
  await bench.pass(100);
  expect((await bench.ledger.replay(ann, callId(job, stepId('write'), 1), 0))?.text).toBe('So far so good.');
});

test('[S2, S5] a finished job past its retention is removed with its brief, and every device hears of it', async () => {
  const { upkeep, work, store, clock, jobNow, changeSettings, textsOf } = await open();
  await changeSettings({ keepFinishedDays: 2 });
  const old = await work('b1');
  const { brief } = await jobNow(old);
  clock.advance(dayMs);
  const young = await work('b2');
  clock.advance(dayMs + 1);
  await upkeep.tick();
  expect([await isThere(store, old), await isThere(store, young)]).toEqual([false, true]);
  expect((await rowsOf(store)).filter(({ table }) => table === 'jobs')).toMatchObject([{ id: young }, { id: old, row: null }]);
  expect(await hasBrief(store, brief)).toBe(false);
  expect(await store.transaction((tx) => tx.calls.ofJob(ann, old))).toEqual([]);
  expect(await textsOf('b1')).toEqual({ current: 'One two 🙂 three.', suggestion: null });
});

test('a job that is not ended stays for ever, with its brief and what is written of it', async () => {
  const { upkeep, clock, store, create, intend, jobNow } = await open();
  const [waiting, paused] = [await create('block.generate', blockInput('b1')), await create('block.generate', blockInput('b2'))];
  await intend(paused, { type: 'pause' });
  clock.advance(400 * dayMs);
  await upkeep.tick();
  expect([await isThere(store, waiting), await isThere(store, paused)]).toEqual([true, true]);
  expect(await hasBrief(store, (await jobNow(paused)).brief)).toBe(true);
});

test('what programs made is kept for a day only, if the person chose so', async () => {
  const { upkeep, work, store, clock, changeSettings } = await open();
  const [own, program] = [await work('b1'), await work('b2', 'program')];
  clock.advance(dayMs + hourMs);
  await upkeep.tick();
  expect(await isThere(store, program)).toBe(true);
  await changeSettings({ dropProgramJobsDaily: true });
  clock.advance(hourMs);
  await upkeep.tick();
  expect([await isThere(store, own), await isThere(store, program)]).toEqual([true, false]);
});

test('[S2] a creation of a removed job that comes again makes nothing', async () => {
  const { upkeep, work, store, clock, create } = await open();
  const job = await work('b1');
  clock.advance(31 * dayMs);
  await upkeep.tick();
  await create('block.generate', blockInput('b1'), { id: jobId(job), createdBy: deviceId('laptop') });
  expect(await isThere(store, job)).toBe(false);
});

test('the database is looked after when nothing runs, and its tables are looked at once an hour', async () => {
  const { upkeep, clock, done, beBusy } = await open();
  await upkeep.tick();
  await upkeep.tick();
  expect(done).toEqual(['checkpoint', 'optimize', 'checkpoint']);
  beBusy();
  clock.advance(hourMs);
  await upkeep.tick();
  expect(done).toHaveLength(3);
});

test('it looks each minute until it is told to end, and a failure is tried again', async () => {
  const { pass, log, sleep, clock, store } = await open();
  const ending = new AbortController();
  let times = 0;
  const file = {
    optimize: async () => undefined,
    checkpoint: async () => {
      times += 1;
      if (times === 1) throw new Error('The disk is full.');
    },
  };
  const running = createUpkeep({ store, clock, sleep, log, file, isQuiet: () => true }).run(ending.signal);
  await pass(59_000);
  expect(times).toBe(0);
  await pass(1_000);
  await pass(60_000);
  expect([times, log.errors.length]).toEqual([2, 1]);
  ending.abort();
  await running;
});
