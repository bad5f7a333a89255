import { describe, expect, test } from 'vitest';
import { accountId, bootId, callId, driverId, type JobId, stepId } from '../../shared/kernel/brand.ts';
import { transient } from '../../shared/protocol/failure.ts';
import { type Bench, type BenchOptions, openBench, quiet } from '../jobs/bench.ts';
import { createTestDriver, otherRequest } from '../jobs/bench-driver.ts';
import { ann, blockInput } from '../jobs/bench-person.ts';
import type { Store } from '../store/store.ts';

/** A bench with one job, taken by its device. */
async function withJob(options: BenchOptions = {}) {
  const bench = await openBench(options);
  await bench.writeDocument('b1');
  const job = await bench.create('block.generate', blockInput('b1'));
  const driver = createTestDriver(bench, job);
  await driver.take();
  return { bench, job, driver, call: callId(job, stepId('write'), 1) };
}

const logged = async (bench: Bench, job: JobId): Promise<string> =>
  (await bench.ledger.replay(ann, callId(job, stepId('write'), 1), 0))?.text ?? '';

/** A store whose transactions fail while the test says so, after all their work, as a full disk does at the commit. */
function failingStore() {
  const state = { fails: false };
  const wrapStore = (store: Store): Store => ({
    ...store,
    transaction: (run) =>
      store.transaction(async (tx) => {
        const result = await run(tx);
        if (state.fails) throw new Error('disk is full');
        return result;
      }),
  });
  return { state, wrapStore };
}

describe('claiming', () => {
  test('[L1] claim and request are on disk before anything is sent', async () => {
    const order: string[] = [];
    let sent = (): number => 0;
    const wrapStore = (store: Store): Store => ({
      ...store,
      transaction: async (run) => {
        const result = await store.transaction(run);
        const open = await store.transaction((tx) => tx.calls.open(null));
        order.push(`${open.length} claimed, ${sent()} sent`);
        return result;
      },
    });
    const { bench, driver, call } = await withJob({ wrapStore });
    sent = () => bench.model.sent.length;
    order.length = 0;
    await driver.claim();
    expect(order.filter((line) => line !== '0 claimed, 0 sent')).toEqual(['1 claimed, 0 sent', '1 claimed, 1 sent']);
    const request = await bench.store.transaction((tx) => tx.calls.request(call));
    expect(bench.model.sent[0]?.request).toEqual(request);
  });

  test('[L1] a claim that could not be written sends nothing, and is made again', async () => {
    const { state, wrapStore } = failingStore();
    const { bench, driver } = await withJob({ wrapStore });
    const hash = await driver.requestHash();
    state.fails = true;
    const failing = driver.claimAttempt(1, 'write', hash);
    await expect(failing).rejects.toThrow('disk is full');
    expect(bench.model.sent).toHaveLength(0);
    state.fails = false;
    expect(await driver.claim()).toMatchObject({ type: 'open' });
    expect(bench.model.sent).toHaveLength(1);
  });

  test('[L1] a claim that was written though its commit seemed to fail is sent once, when it is made again', async () => {
    let isAnswerLost = false;
    const wrapStore = (store: Store): Store => ({
      ...store,
      transaction: async (run) => {
        const result = await store.transaction(run);
        if (isAnswerLost) throw new Error('no answer');
        return result;
      },
    });
    const { bench, driver } = await withJob({ wrapStore });
    const hash = await driver.requestHash();
    isAnswerLost = true;
    await expect(driver.claimAttempt(1, 'write', hash)).rejects.toThrow('no answer');
    isAnswerLost = false;
    expect(bench.model.sent).toHaveLength(0);
    expect(await driver.claim()).toMatchObject({ type: 'open' });
    expect(await driver.claim()).toMatchObject({ type: 'open' });
    expect(bench.model.sent).toHaveLength(1);
  });

  test('[L1] a request that the server would not build is refused, and nothing is claimed', async () => {
    const { bench, job, driver } = await withJob();
    expect(await driver.claimAttempt(1, 'write', otherRequest)).toMatchObject({ type: 'refused', reason: 'other_request' });
    expect(await bench.endsOf(job)).toEqual([]);
    expect(await bench.jobNow(job)).toMatchObject({ status: 'queued' });
  });

  test('[L2] the same claim again attaches to the open call, also when the request would differ now', async () => {
    const { bench, driver, call } = await withJob();
    await driver.claim();
    expect(await driver.claim()).toMatchObject({ type: 'open', call });
    expect(await driver.claimAttempt(1, 'write', otherRequest)).toMatchObject({ type: 'open', call });
    expect(bench.model.sent).toHaveLength(1);
  });

  test('[L2] a driver that comes later attaches to the call of the one before, and finds its failure when it has ended', async () => {
    const { bench, job, driver } = await withJob();
    await driver.claim();
    bench.clock.advance(20_000);
    const next = createTestDriver(bench, job, driverId('phone.1'));
    await next.take();
    expect(await next.claim()).toMatchObject({ type: 'open' });
    bench.model.sent[0]?.fail(transient('reset'));
    await quiet();
    expect(await next.claim()).toMatchObject({ type: 'ended' });
    expect(bench.model.sent).toHaveLength(1);
  });

  test('[L3] the next attempt is claimed only under its own number, after the last has settled and its wait is over', async () => {
    const { bench, job, driver } = await withJob();
    await driver.claim();
    expect(await driver.claimAttempt(2)).toMatchObject({ type: 'refused', reason: 'stale_attempt' });
    bench.model.sent[0]?.fail(transient('rate_limit', { free: true, retryAfterMs: 3_000, status: 429 }));
    await quiet();
    await driver.ended();
    expect(await bench.jobNow(job)).toMatchObject({ status: 'waiting', for: 'rate-limit' });
    expect(await driver.claim()).toMatchObject({ type: 'not_yet' });
    await bench.pass(3_000);
    expect(await driver.claimAttempt(1)).toMatchObject({ type: 'ended' });
    expect(await driver.claim()).toMatchObject({ type: 'open', call: `${job}/write/2` });
    expect(bench.model.sent).toHaveLength(2);
  });

  test("[L2] another person's call of the same name is not attached to", async () => {
    const { bench, call, driver } = await withJob();
    await driver.claim();
    expect(await bench.ledger.replay(ann, call, 0)).not.toBeNull();
    expect(await bench.ledger.replay(accountId('bob'), call, 0)).toBeNull();
    const attached = await bench.store.transaction((tx) => bench.ledger.attach(tx, accountId('bob'), call));
    expect(attached).toEqual({ type: 'not_yours' });
  });
});

describe('running', () => {
  test('[L4] text is durable before a reader gets it, and is told with its offset', async () => {
    const { bench, job, driver } = await withJob();
    await driver.claim();
    const [sent] = bench.model.sent;
    sent?.say('one ');
    expect(bench.heard).toEqual([]);
    await quiet();
    expect(bench.heard).toEqual([`${job}/write/1 0 one `]);
    sent?.say('two ');
    sent?.say('three ');
    await quiet();
    expect(await logged(bench, job)).toBe('one ');
    await bench.pass(100);
    expect(await logged(bench, job)).toBe('one two three ');
    expect(bench.heard).toEqual([`${job}/write/1 0 one `, `${job}/write/1 4 two three `]);
  });

  test('[L4] a character whose halves come in two pieces is kept whole', async () => {
    const { bench, job, driver } = await withJob();
    await driver.claim();
    const [sent] = bench.model.sent;
    const [first, second] = ['\ud83d', '\ude00'];
    sent?.say(`one ${first}`);
    await quiet();
    expect(await logged(bench, job)).toBe('one ');
    sent?.say(`${second} two`);
    await bench.pass(100);
    expect(await logged(bench, job)).toBe('one 😀 two');
    expect(bench.heard).toEqual([`${job}/write/1 0 one `, `${job}/write/1 4 😀 two`]);
  });

  test('[L4] a text that could not be written is shown to nobody until it could', async () => {
    const { state, wrapStore } = failingStore();
    const { bench, job, driver } = await withJob({ wrapStore });
    await driver.claim();
    state.fails = true;
    bench.model.sent[0]?.say('one ');
    await quiet();
    expect(bench.heard).toEqual([]);
    expect(bench.log.errors).toHaveLength(1);
    state.fails = false;
    bench.model.sent[0]?.say('two ');
    await bench.pass(100);
    expect(bench.heard).toEqual([`${job}/write/1 0 one two `]);
  });

  test('[L4] one write takes the text of all open calls', async () => {
    let commits = 0;
    const wrapStore = (store: Store): Store => ({
      ...store,
      transaction: (run) => {
        commits += 1;
        return store.transaction(run);
      },
    });
    const bench = await openBench({ wrapStore });
    await bench.writeDocument('b1', 'b2', 'b3');
    for (const block of ['b1', 'b2', 'b3']) {
      const driver = createTestDriver(bench, await bench.create('block.generate', blockInput(block)));
      await driver.take();
      await driver.claim();
    }
    for (const sent of bench.model.sent) sent.say('first ');
    await quiet();
    const before = commits;
    for (const sent of bench.model.sent) sent.say('then ');
    await bench.pass(100);
    expect(commits - before).toBe(1);
    expect(bench.heard.filter((line) => line.endsWith(' 6 then '))).toHaveLength(3);
  });

  test('[L4] a reader resumes at any offset, of an open call and of one that failed', async () => {
    const { bench, call, driver } = await withJob();
    await driver.claim();
    bench.model.sent[0]?.say('one two');
    await quiet();
    expect(await bench.ledger.replay(ann, call, 4)).toMatchObject({ call: { chars: 7, end: null }, text: 'two' });
    bench.model.sent[0]?.fail(transient('truncated'));
    await quiet();
    expect(await bench.ledger.replay(ann, call, 0)).toMatchObject({ call: { end: { type: 'failed' } }, text: 'one two' });
    expect(await bench.ledger.replay(ann, call, 7)).toMatchObject({ text: '' });
  });

  test("[L5] a driver's end ends no call: its lease runs out, and the text goes on", async () => {
    const { bench, job, driver } = await withJob();
    await driver.claim();
    await driver.giveBack();
    await bench.pass(60_000);
    bench.model.sent[0]?.say('still here');
    bench.model.sent[0]?.finish();
    await quiet();
    expect(bench.model.sent[0]?.isAborted()).toBe(false);
    expect(await logged(bench, job)).toBe('still here');
    expect(await bench.endsOf(job)).toMatchObject([{ end: { type: 'done' } }]);
  });

  test.each(['truncated', 'reset', 'silent', 'silent_start'] as const)(
    '[L6] a call that ended %s is not done, and its text is kept',
    async (reason) => {
      const { bench, job, driver } = await withJob();
      await driver.claim();
      bench.model.sent[0]?.say('half a ');
      bench.model.sent[0]?.fail(transient(reason));
      await quiet();
      await driver.ended();
      expect(await bench.endsOf(job)).toMatchObject([{ end: { type: 'failed', failure: { reason } } }]);
      expect(await logged(bench, job)).toBe('half a ');
      expect(await bench.jobNow(job)).toMatchObject({ status: 'waiting', steps: [{ attempt: 2, possiblyPaid: 1 }] });
      expect(await bench.textsOf('b1')).toEqual({ current: null, suggestion: null });
    },
  );
});

describe('ending', () => {
  test('[L4] the rest of the text and the end are one write, told in that order, and the bell follows', async () => {
    const { bench, job, driver } = await withJob();
    await driver.claim();
    bench.model.sent[0]?.say('one ');
    await quiet();
    bench.model.sent[0]?.say('two');
    bench.model.sent[0]?.finish();
    await quiet();
    expect(bench.heard.slice(1)).toEqual([`${job}/write/1 4 two`, `${job}/write/1 done`, 'bell']);
  });

  test('[L6] an end that the store does not take is kept until it does', async () => {
    const { state, wrapStore } = failingStore();
    const { bench, job, driver } = await withJob({ wrapStore });
    await driver.claim();
    state.fails = true;
    bench.model.sent[0]?.say('whole');
    bench.model.sent[0]?.finish();
    await quiet();
    await bench.pass(50);
    await bench.pass(100);
    expect(bench.log.errors.length).toBeGreaterThan(1);
    expect(bench.heard).toEqual([]);
    state.fails = false;
    await bench.pass(200);
    expect(await logged(bench, job)).toBe('whole');
    expect(bench.heard.at(-2)).toBe(`${job}/write/1 done`);
  });

  test('[J6] cancel closes the socket at once, and the call keeps its text', async () => {
    const { bench, job, driver } = await withJob();
    await driver.claim();
    bench.model.sent[0]?.say('half a ');
    await quiet();
    await bench.intend(job, { type: 'cancel' });
    expect(bench.model.sent[0]?.isAborted()).toBe(true);
    await quiet();
    expect(await bench.endsOf(job)).toMatchObject([{ end: { type: 'failed', failure: { reason: 'cancelled' } } }]);
    expect(await logged(bench, job)).toBe('half a ');
  });

  test('[L9, L7] the next start of the server voids the calls of the one before, and their runner writes no more', async () => {
    const { bench, job, driver } = await withJob();
    await driver.claim();
    bench.model.sent[0]?.say('before ');
    await quiet();
    const next = bench.start('boot2');
    await next.jobs.recover(bootId('boot2'));
    const before = bench.heard.length;
    bench.model.sent[0]?.say('after ');
    await bench.pass(100);
    expect(bench.model.sent[0]?.isAborted()).toBe(true);
    await quiet();
    expect(await logged(bench, job)).toBe('before ');
    expect(bench.heard.slice(before)).toEqual(['bell']);
    expect(await bench.endsOf(job)).toMatchObject([{ end: { type: 'lost' } }]);
    await driver.ended();
    const lost = { possiblyPaid: 1, spent: 1, attempt: 2, status: 'waiting', failure: { reason: 'lost' } };
    expect(await bench.jobNow(job)).toMatchObject({ status: 'waiting', for: 'retry', steps: [lost] });
  });

  test('[L7] draining waits for open calls, then gives the rest up as lost and claims nothing more', async () => {
    const { bench, job, driver } = await withJob();
    await driver.claim();
    bench.model.sent[0]?.say('half ');
    await quiet();
    const drained = bench.ledger.drain(10_000);
    await bench.pass(9_000);
    expect(bench.model.sent[0]?.isAborted()).toBe(false);
    await bench.pass(1_000);
    await drained;
    expect(await bench.endsOf(job)).toMatchObject([{ end: { type: 'lost' } }]);
    expect(await logged(bench, job)).toBe('half ');
    const second = await bench.create('block.generate', blockInput('b2'));
    const other = createTestDriver(bench, second);
    await other.take();
    expect(await other.claim()).toMatchObject({ type: 'not_yet' });
    expect(bench.model.sent).toHaveLength(1);
  });

  test('[J8] draining does not wait for a disk that takes no ends', async () => {
    const { state, wrapStore } = failingStore();
    const { bench, driver } = await withJob({ wrapStore });
    await driver.claim();
    state.fails = true;
    const drained = bench.ledger.drain(1_000);
    await bench.pass(1_000);
    await bench.pass(2_000);
    await drained;
    expect(bench.model.sent[0]?.isAborted()).toBe(true);
  });

  test('[L7] draining ends as soon as the last call has', async () => {
    const { bench, job, driver } = await withJob();
    await driver.claim();
    const drained = bench.ledger.drain(10_000);
    bench.model.sent[0]?.finish();
    await drained;
    expect(await bench.endsOf(job)).toMatchObject([{ end: { type: 'done' } }]);
  });
});
