import { describe, expect, test } from 'vitest';
import { openBench, quiet } from './bench.ts';
import { createTestDriver } from './bench-driver.ts';
import { blockInput } from './bench-person.ts';

describe('a job from its click to its end', () => {
  test('[J3] is accepted, taken, claimed, run, reported and finished, and its text stands in the block', async () => {
    const bench = await openBench();
    await bench.writeDocument('b1');
    const job = await bench.create('block.generate', blockInput('b1'));
    expect(await bench.jobNow(job)).toMatchObject({ status: 'queued', model: 'demo', targets: ['b1'] });

    const driver = createTestDriver(bench, job);
    expect(await driver.take()).toMatchObject({ type: 'taken', lease: { epoch: 1 } });
    expect(await driver.claim()).toMatchObject({ type: 'open', call: `${job}/write/1` });
    expect(await bench.jobNow(job)).toMatchObject({ status: 'running' });

    bench.model.sent[0]?.say('The quarter ');
    await quiet();
    bench.model.sent[0]?.say('was good.');
    bench.model.sent[0]?.finish();
    await quiet();
    expect(await driver.ended()).toMatchObject({ type: 'noted' });
    expect(await bench.textsOf('b1')).toEqual({ current: 'The quarter was good.', suggestion: null });
    expect(await driver.finish()).toMatchObject({ type: 'noted', row: { job: { status: 'completed', progress: 1 } } });

    expect(bench.heard).toEqual([`${job}/write/1 0 The quarter `, `${job}/write/1 12 was good.`, `${job}/write/1 done`, 'bell']);
    expect(bench.log.infos).toEqual([
      { job, from: 'new', to: 'queued' },
      { job, from: 'queued', to: 'running' },
      { job, from: 'running', to: 'completed' },
    ]);
    expect(bench.log.errors).toEqual([]);
  });
});
