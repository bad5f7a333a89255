import { describe, expect, test } from 'vitest';
import { bootId, driverId, jobId, serverDriver, stepId } from '../../shared/kernel/brand.ts';
import { ok } from '../../shared/kernel/result.ts';
import { permanent, transient } from '../../shared/protocol/failure.ts';
import { type BenchOptions, openBench, quiet } from './bench.ts';
import { createTestDriver } from './bench-driver.ts';
import { ann, blockInput, documentInput } from './bench-person.ts';

async function withBlockJob(options: BenchOptions = {}, input: object = {}) {
  const bench = await openBench(options);
  await bench.writeDocument('b1');
  const job = await bench.create('block.generate', blockInput('b1', input));
  const driver = createTestDriver(bench, job);
  await driver.take();
  return { bench, job, driver };
}

/** The last call that was sent ends whole with this text. */
async function answer(bench: Awaited<ReturnType<typeof openBench>>, text: string, stop: 'end' | 'length' = 'end') {
  bench.model.sent.at(-1)?.say(text);
  bench.model.sent.at(-1)?.finish({ stop });
  await quiet();
}

const outline = JSON.stringify({
  sections: [
    { heading: 'What changed', prompt: 'Name the changes.' },
    { heading: 'What it costs', prompt: 'Name the costs.' },
  ],
});

describe('leases', () => {
  test('[J4] one driver at a time: another device waits, a later start of the same one takes over at once', async () => {
    const { bench, job, driver } = await withBlockJob();
    const phone = createTestDriver(bench, job, driverId('phone.1'));
    expect(await phone.take()).toEqual({ type: 'held', forMs: 15_000 });
    const successor = createTestDriver(bench, job, driverId('laptop.2'));
    expect(await successor.take()).toMatchObject({ type: 'taken', lease: { epoch: 2 } });
    expect(await driver.take()).toEqual({ type: 'none', reason: 'replaced' });
  });

  test('are counted as taken over when they were not the first of their job, and only then', async () => {
    const by: string[] = [];
    const { bench, job, driver } = await withBlockJob({ tookOver: (who) => by.push(who) });
    await driver.take();
    expect(by).toEqual([]);
    await createTestDriver(bench, job, driverId('laptop.2')).take();
    bench.clock.advance(60_000);
    await createTestDriver(bench, job, serverDriver(bootId('boot1'))).take();
    expect(by).toEqual(['device', 'server']);
  });

  test('[J4] under a stale epoch nothing is claimed, reported or renewed, and the call goes on', async () => {
    const { bench, job, driver } = await withBlockJob();
    await driver.claim();
    await createTestDriver(bench, job, driverId('laptop.2')).take();
    expect(await driver.claim()).toMatchObject({ type: 'refused', reason: 'stale_epoch' });
    await answer(bench, 'The text.');
    expect(await driver.ended()).toMatchObject({ type: 'refused', reason: 'stale_epoch' });
    expect(await driver.beat()).toEqual({ stale: [job] });
    await driver.giveBack();
    expect(await bench.jobNow(job)).toMatchObject({ lease: { epoch: 2, driver: 'laptop.2' }, status: 'running' });
  });

  test('[J4] an expired lease still counts until somebody takes it under a new epoch', async () => {
    const { bench, job, driver } = await withBlockJob();
    bench.clock.advance(60_000);
    expect(await driver.claim()).toMatchObject({ type: 'open' });
    const phone = createTestDriver(bench, job, driverId('phone.1'));
    expect(await phone.take()).toMatchObject({ type: 'taken', lease: { epoch: 2 } });
    expect(await driver.ended()).toMatchObject({ reason: 'stale_epoch' });
  });

  test('[J4] a beat extends the lease without a new place in the order; the same take again gives the same epoch', async () => {
    const { bench, driver, job } = await withBlockJob();
    const before = await driver.take();
    bench.clock.advance(10_000);
    expect(await driver.beat()).toEqual({ stale: [] });
    bench.clock.advance(10_000);
    expect(await createTestDriver(bench, job, driverId('phone.1')).take()).toEqual({ type: 'held', forMs: 5_000 });
    const after = await driver.take();
    expect(after).toMatchObject({ type: 'taken', lease: { epoch: 1 } });
    if (before.type === 'taken' && after.type === 'taken') expect(after.row.seq).toBe(before.row.seq);
  });

  test('[J4] a lease that was given back is free at once, under a new epoch', async () => {
    const { bench, job, driver } = await withBlockJob();
    await driver.giveBack();
    expect(await createTestDriver(bench, job, driverId('phone.1')).take()).toMatchObject({ lease: { epoch: 2 } });
    expect(await driver.claim()).toMatchObject({ reason: 'stale_epoch' });
  });

  test('a paused job, an ended one and one that is not there give no lease', async () => {
    const { bench, job, driver } = await withBlockJob();
    await bench.intend(job, { type: 'pause' });
    expect(await driver.take()).toEqual({ type: 'none', reason: 'rest' });
    await bench.intend(job, { type: 'cancel' });
    expect(await driver.take()).toEqual({ type: 'none', reason: 'rest' });
    expect(await createTestDriver(bench, jobId('nowhere')).take()).toEqual({ type: 'none', reason: 'gone' });
  });
});

describe('reports', () => {
  test('[J3] the same report again is noted again and changes nothing', async () => {
    const { bench, job, driver } = await withBlockJob();
    await driver.claim();
    await answer(bench, 'The text.');
    await driver.ended();
    const before = await bench.jobNow(job);
    const event = { type: 'step-ended', step: stepId('write'), attempt: 1 } as const;
    expect(await driver.again(event)).toMatchObject({ type: 'noted' });
    expect(await bench.jobNow(job)).toEqual(before);
    await driver.finish();
    const ended = await bench.jobNow(job);
    expect(await driver.again({ type: 'finish' })).toMatchObject({ type: 'noted' });
    expect(await driver.again(event)).toMatchObject({ type: 'noted' });
    expect(await bench.jobNow(job)).toEqual(ended);
  });

  test('[J3] reports of steps side by side may overtake each other', async () => {
    const bench = await openBench();
    await bench.writeDocument('b1', 'b2');
    const job = await bench.create('document.generate', documentInput('b1', 'b2'));
    const driver = createTestDriver(bench, job);
    await driver.take();
    for (const step of ['write:b1', 'write:b2']) {
      await driver.claim(step);
      await answer(bench, `Text of ${step}`);
    }
    const early = driver.prepare({ type: 'step-ended', step: stepId('write:b1'), attempt: 1 });
    expect(await driver.ended('write:b2')).toMatchObject({ type: 'noted' });
    expect(await early()).toMatchObject({ type: 'noted', row: { job: { steps: [{ status: 'done' }, { status: 'done' }] } } });
  });

  test('a report before the call has ended is refused as still open, and counts when it has', async () => {
    const { bench, driver } = await withBlockJob();
    await driver.claim();
    expect(await driver.ended()).toMatchObject({ type: 'refused', reason: 'still_open' });
    await answer(bench, 'The text.');
    expect(await driver.again({ type: 'step-ended', step: stepId('write'), attempt: 1 })).toMatchObject({ type: 'noted' });
    expect(await bench.textsOf('b1')).toMatchObject({ current: 'The text.' });
  });

  test('[J3] a step that was not started, an attempt to come and an early finish are refused', async () => {
    const { driver } = await withBlockJob();
    expect(await driver.ended()).toMatchObject({ reason: 'wrong_state' });
    expect(await driver.ended('write', 2)).toMatchObject({ reason: 'stale_attempt' });
    expect(await driver.ended('elsewhere')).toMatchObject({ reason: 'stale_attempt' });
    expect(await driver.finish()).toMatchObject({ reason: 'wrong_state' });
  });
});

describe('results', () => {
  test('[J10] a block that a person changed meanwhile keeps their text; the result waits beside it', async () => {
    const { bench, driver } = await withBlockJob();
    await driver.claim();
    await bench.edit('b1', 'r1', null, 'My own words.');
    await answer(bench, 'The text.');
    await driver.ended();
    expect(await bench.textsOf('b1')).toEqual({ current: 'My own words.', suggestion: 'The text.' });
  });

  test('[J5, J12] an outline decides its sections; done steps stay, the plan only grows and progress never falls', async () => {
    const bench = await openBench();
    await bench.writeDocument();
    const job = await bench.create('document.generate', documentInput());
    const driver = createTestDriver(bench, job);
    await driver.take();
    expect(await bench.jobNow(job)).toMatchObject({ steps: [{ id: 'outline' }], progress: 0 });
    await driver.claim('outline');
    await answer(bench, outline);
    await driver.ended('outline');
    const planned = await bench.jobNow(job);
    expect(planned).toMatchObject({
      progress: 0.05,
      steps: [{ status: 'done', words: 0 }, { status: 'pending' }, { status: 'pending' }],
    });
    const blocks = planned.steps.flatMap((step) => (step.target === null ? [] : [step.target]));
    expect(planned.targets).toEqual(blocks);
    for (const step of planned.steps.slice(1)) {
      await driver.claim(step.id);
      await answer(bench, `All about ${step.title}.`);
      await driver.ended(step.id);
    }
    expect(await driver.claim('outline')).toMatchObject({ type: 'ended' });
    expect(bench.model.sent).toHaveLength(3);
    await driver.finish();
    expect(await bench.jobNow(job)).toMatchObject({ status: 'completed', progress: 1, result: { words: 9, truncated: false } });
    expect(await bench.textsOf(blocks[0] ?? '')).toMatchObject({ current: 'All about What changed.' });
  });

  test('[J10] the sections that an outline decided are held like other blocks', async () => {
    const bench = await openBench();
    await bench.writeDocument();
    const job = await bench.create('document.generate', documentInput());
    const driver = createTestDriver(bench, job);
    await driver.take();
    await driver.claim('outline');
    await answer(bench, outline);
    await driver.ended('outline');
    const { targets } = await bench.jobNow(job);
    const other = await bench.create('block.generate', blockInput(targets[0] ?? ''));
    expect(await bench.jobNow(other)).toMatchObject({ status: 'failed', failure: { reason: 'block_busy' } });
  });

  test('an answer that does not fit is asked for again; it was paid for, and known to be', async () => {
    const bench = await openBench();
    await bench.writeDocument();
    const job = await bench.create('document.generate', documentInput());
    const driver = createTestDriver(bench, job);
    await driver.take();
    await driver.claim('outline');
    await answer(bench, 'Sure, here is an outline');
    await driver.ended('outline');
    const step = { status: 'waiting', attempt: 2, spent: 1, possiblyPaid: 0, usage: { input: 10, output: 5 } };
    expect(await bench.jobNow(job)).toMatchObject({ status: 'waiting', for: 'retry', steps: [step] });
  });

  test('a text that ran out of room is kept, and the job says that it is cut off', async () => {
    const { bench, job, driver } = await withBlockJob();
    await driver.claim();
    await answer(bench, 'The text goes', 'length');
    await driver.ended();
    await driver.finish();
    expect(await bench.jobNow(job)).toMatchObject({ status: 'completed', result: { truncated: true, words: 3 } });
  });

  test('[J9] a step that failed for good stops only those that need it; Retry does the rest and keeps what is done', async () => {
    const bench = await openBench();
    await bench.writeDocument('b1', 'b2');
    const job = await bench.create('document.generate', documentInput('b1', 'b2'));
    const driver = createTestDriver(bench, job);
    await driver.take();
    await driver.claim('write:b1');
    bench.model.sent[0]?.fail(permanent('refusal'));
    await quiet();
    await driver.ended('write:b1');
    expect(await bench.jobNow(job)).toMatchObject({ status: 'running' });
    await driver.claim('write:b2');
    await answer(bench, 'Second.');
    await driver.ended('write:b2');
    await driver.finish();
    expect(await bench.jobNow(job)).toMatchObject({ status: 'failed', failure: { reason: 'refusal' }, progress: 0.5 });

    await bench.intend(job, { type: 'retry', round: 0 });
    expect(await driver.claim('write:b1')).toMatchObject({ type: 'open', call: `${job}/write:b1/2` });
    await answer(bench, 'First.');
    await driver.ended('write:b1');
    await driver.finish();
    expect(await bench.jobNow(job)).toMatchObject({ status: 'completed' });
    expect(bench.model.sent).toHaveLength(3);
    expect(await bench.textsOf('b1')).toMatchObject({ current: 'First.' });
  });
});

describe('failures', () => {
  test('[J9] four attempts a round, then failed; refusals before the first byte spend none', async () => {
    const { bench, job, driver } = await withBlockJob();
    for (let free = 0; free < 3; free += 1) {
      await driver.claim();
      bench.model.sent.at(-1)?.fail(transient('overloaded', { free: true }));
      await quiet();
      await driver.ended();
      await bench.pass(60_000);
    }
    expect(await bench.jobNow(job)).toMatchObject({ steps: [{ spent: 0, possiblyPaid: 0, usage: { input: 0 } }] });
    for (let spent = 1; spent <= 4; spent += 1) {
      await driver.claim();
      bench.model.sent.at(-1)?.fail(transient('reset'));
      await quiet();
      await driver.ended();
      await bench.pass(60_000);
    }
    expect(await bench.jobNow(job)).toMatchObject({ steps: [{ status: 'failed', attempt: 7, spent: 4, possiblyPaid: 4 }] });
    await driver.finish();
    expect(await bench.jobNow(job)).toMatchObject({ status: 'failed', failure: { reason: 'reset' } });
    expect(bench.model.sent).toHaveLength(7);
  });

  test('[J9] a claim before the backoff is over is not yet, and sends nothing', async () => {
    const { bench, job, driver } = await withBlockJob();
    await driver.claim();
    bench.model.sent[0]?.fail(transient('reset'));
    await quiet();
    await driver.ended();
    expect(await bench.jobNow(job)).toMatchObject({ status: 'waiting', for: 'retry', until: bench.clock.now() + 1_000 });
    await bench.pass(999);
    expect(await driver.claim()).toMatchObject({ type: 'not_yet', row: { job: { status: 'waiting', for: 'retry' } } });
    await bench.pass(1);
    expect(await driver.claim()).toMatchObject({ type: 'open' });
    expect(bench.model.sent).toHaveLength(2);
  });

  test('[L7] a possibly paid attempt is counted by what was reported and logged, and as paid twice when it is repeated', async () => {
    const { bench, job, driver } = await withBlockJob();
    await driver.claim();
    bench.model.sent[0]?.say('x'.repeat(300));
    bench.model.sent[0]?.fail(transient('reset'), { input: 500, output: 1, cacheRead: 40, cacheWrite: 0 });
    await quiet();
    await driver.ended();
    const usage = { input: 500, output: 100, cacheRead: 40, cacheWrite: 0 };
    expect(await bench.jobNow(job)).toMatchObject({ steps: [{ usage, atRisk: 640, paidTwice: 0, possiblyPaid: 1 }] });
    await bench.pass(60_000);
    await driver.claim();
    expect(await bench.jobNow(job)).toMatchObject({ steps: [{ atRisk: 0, paidTwice: 640 }] });
  });

  test('[L7] the totals say what was paid, kept and paid twice, a cancelled and a lost call included', async () => {
    const { bench, job, driver } = await withBlockJob({ resolveModel: () => ok('claude-sonnet-5-5') });
    const totals = () => bench.store.transaction((tx) => tx.of(ann).totals());
    expect(await totals()).toEqual({ paid: 0, kept: 0, paidTwice: 0 });
    await driver.claim();
    bench.model.sent[0]?.fail(transient('reset'), { input: 500, output: 60, cacheRead: 40, cacheWrite: 0 });
    await quiet();
    expect(await totals()).toEqual({ paid: 600, kept: 0, paidTwice: 0 });
    await driver.ended();
    await bench.pass(60_000);
    await driver.claim();
    expect(await totals()).toEqual({ paid: 600, kept: 0, paidTwice: 600 });
    await answer(bench, 'The text.');
    await driver.ended();
    await driver.ended('write', 2);
    expect(await totals()).toEqual({ paid: 615, kept: 15, paidTwice: 600 });
    await driver.finish();
    expect(await bench.jobNow(job)).toMatchObject({
      steps: [{ usage: { input: 510, output: 65, cacheRead: 40 }, paidTwice: 600 }],
    });

    const second = await bench.create('block.generate', blockInput('b1'));
    const again = createTestDriver(bench, second);
    await again.take();
    await again.claim();
    bench.model.sent[2]?.say('x'.repeat(30));
    await bench.intend(second, { type: 'cancel' });
    await quiet();
    const cancelled = (await totals()).paid - 615;
    expect(cancelled).toBeGreaterThan(10);

    const third = createTestDriver(bench, await bench.create('block.generate', blockInput('b1')));
    await third.take();
    await third.claim();
    await bench.start('boot2').jobs.recover(bootId('boot2'));
    expect((await totals()).paid).toBe(615 + 2 * cancelled - 10);
  });

  test('[L7] what the demo model writes costs nothing and counts in no total', async () => {
    const { bench, driver } = await withBlockJob();
    await driver.claim();
    await answer(bench, 'The text.');
    await driver.ended();
    expect(await bench.store.transaction((tx) => tx.of(ann).totals())).toEqual({ paid: 0, kept: 0, paidTwice: 0 });
  });

  test('[L7] with nothing reported the account is a guess from the prompt and the logged text', async () => {
    const { bench, job, driver } = await withBlockJob();
    await driver.claim();
    bench.model.sent[0]?.say('x'.repeat(30));
    bench.model.sent[0]?.fail(transient('silent'));
    await quiet();
    await driver.ended();
    const [step] = (await bench.jobNow(job)).steps;
    expect(step?.usage.output).toBe(10);
    expect(step?.usage.input).toBeGreaterThan(100);
  });

  test('[L7] the person who wants to be asked is asked, and Retry goes on', async () => {
    const { bench, job, driver } = await withBlockJob({ retryPolicy: { maxAttempts: 4, lostCall: 'ask' } });
    await driver.claim();
    bench.model.sent[0]?.fail(transient('reset'));
    await quiet();
    await driver.ended();
    expect(await bench.jobNow(job)).toMatchObject({ status: 'waiting', for: 'person' });
    expect(await driver.claim()).toMatchObject({ type: 'refused', reason: 'wrong_state' });
    await bench.intend(job, { type: 'retry', round: 0 });
    expect(await driver.claim()).toMatchObject({ type: 'open', call: `${job}/write/2` });
  });

  test('[L7] who wants to be asked everywhere is asked, and a cancel ends the wait too', async () => {
    const { bench, job, driver } = await withBlockJob();
    await bench.changeSettings({ lostCall: 'ask' });
    await driver.claim();
    bench.model.sent[0]?.fail(transient('lost'));
    await quiet();
    await driver.ended();
    expect(await bench.jobNow(job)).toMatchObject({ status: 'waiting', for: 'person', steps: [{ possiblyPaid: 1 }] });
    await bench.intend(job, { type: 'cancel' });
    expect(await bench.jobNow(job)).toMatchObject({ status: 'cancelled' });
  });

  test('a prompt that is too long opens no socket and fails with what to leave out', async () => {
    const source = {
      id: 's1',
      title: 'Log',
      text: 'x'.repeat(90_000),
      role: 'evidence',
      type: '',
      date: null,
      author: '',
      url: '',
    };
    const { bench, job, driver } = await withBlockJob({ contextTokens: 20_000 }, { sources: [source] });
    expect(await driver.claim()).toMatchObject({ type: 'ended' });
    expect(bench.model.sent).toHaveLength(0);
    await driver.ended();
    await driver.finish();
    const failure = { reason: 'prompt_too_long', free: true, detail: expect.stringContaining('Leave out: “Log”.') };
    expect(await bench.jobNow(job)).toMatchObject({ status: 'failed', failure, steps: [{ usage: { input: 0 }, spent: 0 }] });
  });

  test('[L3] a step that must wait for its turn says so, and is claimed when the bell rings', async () => {
    const bench = await openBench({ limits: { max: 1, maxPerPerson: 1 } });
    await bench.writeDocument('b1', 'b2');
    const jobs = [
      await bench.create('block.generate', blockInput('b1')),
      await bench.create('block.generate', blockInput('b2')),
    ] as const;
    const [first, second] = [createTestDriver(bench, jobs[0]), createTestDriver(bench, jobs[1])];
    await first.take();
    await second.take();
    await first.claim();
    expect(await second.claim()).toMatchObject({ type: 'not_yet', row: { job: { status: 'queued' } } });
    const wait = { status: 'waiting', for: 'turn', attempt: 1, until: bench.clock.now() + 5_000 };
    expect(await bench.jobNow(jobs[1])).toMatchObject({ steps: [wait] });
    bench.clock.advance(1_000);
    await second.claim();
    expect(await bench.jobNow(jobs[1])).toMatchObject({ steps: [wait] });
    bench.clock.advance(4_000);
    await second.claim();
    expect(await bench.jobNow(jobs[1])).toMatchObject({ steps: [{ ...wait, until: bench.clock.now() + 5_000 }] });
    await answer(bench, 'Done.');
    expect(bench.heard.at(-1)).toBe('bell');
    expect(await second.claim()).toMatchObject({ type: 'open' });
    expect(await bench.jobNow(jobs[1])).toMatchObject({ status: 'running', steps: [{ spent: 0 }] });
    await answer(bench, 'Done too.');
    const third = createTestDriver(bench, await bench.create('block.generate', blockInput('b3')));
    await third.take();
    expect(await third.claim()).toMatchObject({ type: 'open' });
  });

  test('[L3] a pause that the provider asks for holds its whole queue, and is shown with its end', async () => {
    const bench = await openBench();
    await bench.writeDocument('b1', 'b2');
    const first = createTestDriver(bench, await bench.create('block.generate', blockInput('b1')));
    const held = await bench.create('block.generate', blockInput('b2'));
    const second = createTestDriver(bench, held);
    await first.take();
    await second.take();
    await first.claim();
    bench.model.sent[0]?.fail(transient('rate_limit', { free: true, retryAfterMs: 40_000, status: 429 }));
    await quiet();
    expect(await second.claim()).toMatchObject({ type: 'not_yet' });
    const until = bench.clock.now() + 40_000;
    expect(await bench.jobNow(held)).toMatchObject({ status: 'waiting', for: 'rate-limit', until });
    await bench.pass(40_000);
    expect(await second.claim()).toMatchObject({ type: 'open' });
  });

  test('[L3] a pause that the headers of a good answer ask for holds everybody else, and that answer goes on', async () => {
    const bench = await openBench();
    await bench.writeDocument('b1', 'b2');
    const first = createTestDriver(bench, await bench.create('block.generate', blockInput('b1')));
    const held = await bench.create('block.generate', blockInput('b2'));
    const second = createTestDriver(bench, held);
    await first.take();
    await second.take();
    await first.claim();
    bench.model.sent[0]?.pause(20_000);
    expect(await second.claim()).toMatchObject({ type: 'not_yet' });
    const until = bench.clock.now() + 20_000;
    expect(await bench.jobNow(held)).toMatchObject({ status: 'waiting', for: 'rate-limit', until });
    await answer(bench, 'Done.');
    expect(await first.ended()).toMatchObject({ type: 'noted' });
    expect(bench.model.sent).toHaveLength(1);
    await bench.pass(20_000);
    expect(await second.claim()).toMatchObject({ type: 'open' });
  });

  test('[L3] a person who puts a job first puts its waiting claims first, and the bell rings', async () => {
    const bench = await openBench({ limits: { max: 1, maxPerPerson: 1 } });
    await bench.writeDocument('b1', 'b2', 'b3');
    const jobs = [
      await bench.create('block.generate', blockInput('b1')),
      await bench.create('block.generate', blockInput('b2')),
      await bench.create('block.generate', blockInput('b3')),
    ] as const;
    const [first, second, third] = [
      createTestDriver(bench, jobs[0]),
      createTestDriver(bench, jobs[1]),
      createTestDriver(bench, jobs[2]),
    ];
    for (const driver of [first, second, third]) {
      await driver.take();
      await driver.claim();
    }
    await bench.intend(jobs[2], { type: 'prioritise', priority: 'high' });
    expect(bench.heard.at(-1)).toBe('bell');
    await answer(bench, 'Done.');
    expect(await second.claim()).toMatchObject({ type: 'not_yet' });
    expect(await third.claim()).toMatchObject({ type: 'open' });
  });
});
