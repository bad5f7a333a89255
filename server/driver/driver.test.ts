import { describe, expect, test } from 'vitest';
import { asShown } from '../../shared/engine/job.ts';
import { bootId, driverId, type JobId } from '../../shared/kernel/brand.ts';
import { catalog } from '../../shared/recipes/catalog.ts';
import { createPresence } from '../feed/presence.ts';
import { openBench, quiet } from '../jobs/bench.ts';
import { createTestDriver, engine } from '../jobs/bench-driver.ts';
import { ann, blockInput, documentInput } from '../jobs/bench-person.ts';
import { createServerDriver } from './driver.ts';

const own = 'server.boot1';

/** A server that drives, and the engine of a laptop that listens. */
async function openDesk() {
  const bench = await openBench();
  const presence = createPresence();
  const deps = { store: bench.store, jobs: bench.jobs, ledger: bench.ledger, presence, catalog, clock: bench.clock };
  const driver = createServerDriver({
    ...deps,
    boot: bootId('boot1'),
    leaseMs: 15_000,
    sleep: bench.sleep,
    random: () => 0.5,
    log: bench.log,
  });
  await bench.writeDocument('b1', 'b2');
  const leave = presence.enter(ann, engine);
  void driver.run(new AbortController().signal);
  await quiet();
  /** Lets time pass as it does, and not in one leap: a leap is a stall. */
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 500) await bench.pass(500);
  };
  const driverOf = async (job: JobId) => (await bench.jobNow(job)).lease?.driver ?? null;
  const answer = async (text: string) => {
    bench.model.sent.at(-1)?.say(text);
    bench.model.sent.at(-1)?.finish();
    await quiet();
    driver.callEnded();
    await pass(500);
  };
  return { ...bench, pass, stall: bench.pass, driver, presence, leave, driverOf, answer };
}

type Desk = Awaited<ReturnType<typeof openDesk>>;

/** A job that the laptop drives, with its call open. */
async function driven(desk: Desk, whenILeave: 'go-on' | 'wait') {
  const job = await desk.create('block.generate', blockInput('b1'), { whenILeave });
  const laptop = createTestDriver(desk, job);
  await laptop.take();
  await laptop.claim();
  return { job, laptop };
}

const outline = JSON.stringify({
  sections: [
    { heading: 'What changed', prompt: 'Name the changes.' },
    { heading: 'What it costs', prompt: 'Name the costs.' },
  ],
});

describe('when the device leaves', () => {
  test('[J4] the server goes on, attaches to the open call and finishes the job', async () => {
    const desk = await openDesk();
    const { job } = await driven(desk, 'go-on');
    desk.leave();
    await desk.pass(3_000);
    expect(await desk.driverOf(job)).toBe(own);
    await desk.answer('The text.');
    expect(await desk.jobNow(job)).toMatchObject({ status: 'completed' });
    expect(desk.model.sent).toHaveLength(1);
  });

  test.each([
    ['before', true],
    ['after', false],
  ])('[J4] the server goes on at once if the lease was given back just %s the feed closed', async (_when, isFirst) => {
    const desk = await openDesk();
    const { job, laptop } = await driven(desk, 'go-on');
    if (!isFirst) desk.leave();
    await desk.driver.giveBack(ann, { job, driver: engine, epoch: laptop.epoch() });
    await quiet();
    expect(await desk.driverOf(job)).toBe(isFirst ? null : own);
    desk.leave();
    await quiet();
    expect(await desk.driverOf(job)).toBe(own);
  });

  test('[J8, L5] a job that waits for it is never taken: its call ends and is kept, and the device goes on when it is back', async () => {
    const desk = await openDesk();
    const { job, laptop } = await driven(desk, 'wait');
    desk.leave();
    await desk.pass(3_000);
    expect(desk.model.sent[0]?.isAborted()).toBe(false);
    await desk.answer('The text.');
    await desk.pass(60_000);
    expect(await desk.driverOf(job)).toBeNull();
    expect(asShown(await desk.jobNow(job))).toMatchObject({ status: 'waiting', for: 'driver', until: null });
    expect(await laptop.take()).toMatchObject({ type: 'taken', lease: { epoch: 2 } });
    await laptop.ended();
    await laptop.finish();
    expect(await desk.jobNow(job)).toMatchObject({ status: 'completed' });
    expect(await desk.textsOf('b1')).toMatchObject({ current: 'The text.' });
    expect(desk.model.sent).toHaveLength(1);
  });

  test('[J8] a person may let it go on without the device, and the server takes it', async () => {
    const desk = await openDesk();
    const { job } = await driven(desk, 'wait');
    desk.leave();
    await desk.answer('The text.');
    await desk.pass(10_000);
    await desk.intend(job, { type: 'set-leave', whenILeave: 'go-on' });
    await desk.pass(3_000);
    expect(await desk.jobNow(job)).toMatchObject({ status: 'completed' });
  });

  test('[J8] the lease of a job that waits is taken away when it has run out, so that the row says what it waits for', async () => {
    const desk = await openDesk();
    const job = await desk.create('block.generate', blockInput('b1'), { whenILeave: 'wait' });
    await createTestDriver(desk, job, driverId('laptop.7')).take();
    await desk.pass(14_000);
    expect(await desk.driverOf(job)).toBe('laptop.7');
    await desk.pass(3_000);
    expect(await desk.driverOf(job)).toBeNull();
  });

  test('[J8] the server hands over at the next step boundary what is to wait from now on', async () => {
    const desk = await openDesk();
    const job = await desk.create('document.generate', documentInput());
    desk.leave();
    await desk.pass(5_000);
    expect(await desk.driverOf(job)).toBe(own);
    await desk.intend(job, { type: 'set-leave', whenILeave: 'wait' });
    await desk.pass(1_000);
    expect(await desk.driverOf(job)).toBe(own);
    await desk.answer(outline);
    await desk.pass(20_000);
    expect(await desk.jobNow(job)).toMatchObject({ lease: null, steps: [{ status: 'done' }, { status: 'pending' }, {}] });
    expect(desk.model.sent).toHaveLength(1);
  });
});

describe('after a stall of the server itself', () => {
  test('[J8] a lease that ran out meanwhile runs on for one period, for the server and for other devices', async () => {
    const desk = await openDesk();
    const { job, laptop } = await driven(desk, 'go-on');
    desk.leave();
    await desk.stall(30_000);
    const phone = { job, driver: driverId('phone.1') };
    expect(await desk.driver.take(ann, phone)).toEqual({ type: 'held', forMs: 15_000 });
    expect(await desk.driverOf(job)).toBe(engine);
    expect(await laptop.beat()).toEqual({ stale: [] });
  });

  test('[J8] whoever is still silent one period later has gone', async () => {
    const desk = await openDesk();
    const job = await desk.create('block.generate', blockInput('b1'));
    await createTestDriver(desk, job, driverId('laptop.7')).take();
    await desk.stall(30_000);
    await desk.pass(14_000);
    expect(await desk.driverOf(job)).toBe('laptop.7');
    await desk.pass(3_000);
    expect(await desk.driverOf(job)).toBe(own);
  });
});
