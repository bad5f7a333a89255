import { expect, test } from 'vitest';
import { bootId, type CallId, callId, type JobId, stepId } from '../../shared/kernel/brand.ts';
import { type BenchServer, openBench, quiet } from '../jobs/bench.ts';
import { createTestDriver } from '../jobs/bench-driver.ts';
import { ann, blockInput } from '../jobs/bench-person.ts';
import type { Store } from '../store/store.ts';

const shared = (store: Store): Store => ({ ...store, isShared: true });
const callOf = (job: JobId) => callId(job, stepId('write'), 1);

/** Two processes over one store; the first runs a call that has said something. */
async function withTwo() {
  const bench = await openBench({ wrapStore: shared });
  await bench.writeDocument('b1');
  const job = await bench.create('block.generate', blockInput('b1'));
  const [one, two] = [{ jobs: bench.jobs, ledger: bench.ledger, model: bench.model }, bench.start('boot2')] as const;
  const live = (server: BenchServer): AbortController => {
    const life = new AbortController();
    void server.jobs.besideOthers(life.signal);
    return life;
  };
  const driver = createTestDriver(bench, job);
  await driver.take();
  await driver.claim();
  const [sent] = one.model.sent;
  if (sent === undefined) throw new Error('The call was not sent.');
  sent.say('Half a sen');
  await quiet();
  const call = async () => bench.store.transaction((tx) => tx.calls.get(callOf(job)));
  const pass = async (seconds: number): Promise<void> => {
    for (let passed = 0; passed < seconds; passed += 1) await bench.pass(1_000);
  };
  return { bench, job, one, two, live, sent, call, pass };
}

test('[L9] a start in a shared store leaves the calls of the others alone', async () => {
  const { two, call } = await withTwo();
  await two.jobs.recover(bootId('boot2'));
  expect(await call()).toMatchObject({ owner: 'boot1', end: null });
});

test('[L9] a process that gives signs of life keeps its calls, one that is silent for ten seconds loses them', async () => {
  const { one, two, live, call, pass } = await withTwo();
  const life = live(one);
  live(two);
  await pass(30);
  expect(await call()).toMatchObject({ end: null });
  life.abort();
  await pass(8);
  expect(await call()).toMatchObject({ end: null });
  await pass(4);
  expect(await call()).toMatchObject({ chars: 10, end: { type: 'lost' } });
});

test('[L2] a process that stood still between a claim and its socket opens none, and nothing was paid', async () => {
  const woken = Promise.withResolvers<void>();
  let watched: CallId | null = null;
  const bench = await openBench({
    wrapStore: (store) => ({
      ...shared(store),
      transaction: async (work) => {
        const done = await store.transaction(work);
        const id = watched;
        if (id !== null && (await store.transaction((tx) => tx.calls.get(id))) !== null) await woken.promise;
        return done;
      },
    }),
  });
  await bench.writeDocument('b1');
  const job = await bench.create('block.generate', blockInput('b1'));
  const driver = createTestDriver(bench, job);
  await driver.take();
  watched = callOf(job);
  const claiming = driver.claim();
  await quiet();
  await bench.pass(6_000);
  woken.resolve();
  await claiming;
  await quiet();
  expect(bench.model.sent).toEqual([]);
  const call = await bench.store.transaction((tx) => tx.calls.get(callOf(job)));
  expect(call).toMatchObject({ end: { type: 'failed', failure: { reason: 'lost', free: true } } });
});

test('[L9] a process that was given up and wakes writes nothing more, and closes the socket', async () => {
  const { bench, job, two, live, sent, call, pass } = await withTwo();
  live(two);
  await pass(12);
  expect(await call()).toMatchObject({ end: { type: 'lost' } });
  sent.say('tence');
  await bench.pass(100);
  expect(sent.isAborted()).toBe(true);
  expect((await bench.ledger.replay(ann, callOf(job), 0))?.text).toBe('Half a sen');
});

test('[J8] one that stood still itself does not judge the others by the time that it missed', async () => {
  const { bench, two, live, call, pass } = await withTwo();
  live(two);
  await pass(5);
  await bench.pass(60_000);
  await pass(8);
  expect(await call()).toMatchObject({ end: null });
  await pass(3);
  expect(await call()).toMatchObject({ end: { type: 'lost' } });
});

test('[L4] [J8] readers at one process hear of the calls of another, and of their ends', async () => {
  const { bench, job, one, two, live, sent, pass } = await withTwo();
  live(one);
  live(two);
  bench.heard.length = 0;
  sent.say('tence');
  await pass(2);
  expect(bench.heard).toContain(`${callOf(job)} 15 `);
  bench.heard.length = 0;
  sent.finish();
  await pass(2);
  expect(bench.heard.filter((line) => line === `${callOf(job)} done`)).toHaveLength(2);
});

test('[J6] a cancel that another process took in ends the call here', async () => {
  const { bench, job, one, two, live, sent } = await withTwo();
  live(one);
  live(two);
  await quiet();
  await bench.store.transaction(async (tx) => two.jobs.intend(tx, ann, job, { type: 'cancel' }));
  await quiet();
  expect(sent.isAborted()).toBe(true);
});

test('[L1] a claim that was committed though it seemed to fail is sent with the next sign of life', async () => {
  const state = { fails: false };
  const lying = (store: Store): Store => ({
    ...shared(store),
    transaction: async (run) => {
      const result = await store.transaction(run);
      if (state.fails) throw new Error('connection lost');
      return result;
    },
  });
  const bench = await openBench({ wrapStore: lying });
  await bench.writeDocument('b1');
  const driver = createTestDriver(bench, await bench.create('block.generate', blockInput('b1')));
  await driver.take();
  const hash = await driver.requestHash();
  state.fails = true;
  await expect(driver.claimAttempt(1, 'write', hash)).rejects.toThrow('connection lost');
  state.fails = false;
  expect(bench.model.sent).toHaveLength(0);
  void bench.jobs.besideOthers(new AbortController().signal);
  await quiet();
  expect(bench.model.sent).toHaveLength(1);
  await bench.pass(1_000);
  expect(bench.model.sent).toHaveLength(1);
});
