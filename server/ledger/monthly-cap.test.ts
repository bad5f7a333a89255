import { describe, expect, test } from 'vitest';
import { transition } from '../../shared/engine/transition.ts';
import { ok } from '../../shared/kernel/result.ts';
import { permanent } from '../../shared/protocol/failure.ts';
import { noUsage } from '../../shared/recipes/usage.ts';
import { openBench, quiet } from '../jobs/bench.ts';
import { createTestDriver } from '../jobs/bench-driver.ts';
import { ann, blockInput } from '../jobs/bench-person.ts';

const dollar = 1_000_000;
/** The bench's clock stands in September. */
const october = Date.parse('2026-10-01T00:00:00Z');

/** A person whose cap is two dollars, and who has spent one and a half in one call. */
async function afterOneCall(model = 'claude-sonnet-5-5') {
  const bench = await openBench({ resolveModel: (choice) => ok(choice === 'default' ? model : choice) });
  await bench.writeDocument('b1', 'b2', 'b3');
  await bench.changeSettings({ monthlyCap: 2 });
  const ask = async (block: string, more: object = {}) => {
    const job = await bench.create('block.generate', blockInput(block), more);
    const driver = createTestDriver(bench, job);
    await driver.take();
    return { job, driver };
  };
  /** Has a block written for so many tokens in. */
  const write = async (block: string, input: number) => {
    const { driver } = await ask(block);
    await driver.claim();
    bench.model.sent.at(-1)?.finish({ usage: { ...noUsage, input } });
    await quiet();
    await driver.ended();
    await driver.finish();
  };
  await write('b1', 750_000);
  const spending = () => bench.store.transaction((tx) => tx.of(ann).spending('2026-09'));
  return { bench, ask, write, spending };
}

describe('the monthly cap', () => {
  test('[L7] what a call cost counts in the month in which it ended', async () => {
    const { bench, write, spending } = await afterOneCall();
    expect(await spending()).toEqual({ micros: 1.5 * dollar, unpriced: 0 });
    bench.clock.setWall(october);
    await write('b2', 100_000);
    expect(await spending()).toEqual({ micros: 1.5 * dollar, unpriced: 0 });
    const later = await bench.store.transaction((tx) => tx.of(ann).spending('2026-10'));
    expect(later).toEqual({ micros: 0.2 * dollar, unpriced: 0 });
  });

  test('[L3] below the cap a call begins; once it is reached none does, no attempt is spent, and the next month goes on', async () => {
    const { bench, ask, write } = await afterOneCall();
    await write('b2', 250_000);
    const sent = bench.model.sent.length;
    const { job, driver } = await ask('b3');
    expect(await driver.claim()).toMatchObject({ type: 'not_yet' });
    expect(bench.model.sent).toHaveLength(sent);
    expect(await bench.jobNow(job)).toMatchObject({
      status: 'waiting',
      for: 'credits',
      until: october,
      steps: [{ attempt: 1, spent: 0 }],
    });
    bench.clock.setWall(october - 1);
    expect(await driver.claim()).toMatchObject({ type: 'not_yet' });
    bench.clock.setWall(october);
    expect(await driver.claim()).toMatchObject({ type: 'open' });
    expect(await bench.jobNow(job)).toMatchObject({ status: 'running' });
  });

  test('[J8] a cap that is raised or taken away ends the wait at once, one that is still reached begins it anew', async () => {
    const { bench, ask, write } = await afterOneCall();
    await write('b2', 250_000);
    const { job, driver } = await ask('b3');
    await driver.claim();
    await bench.changeSettings({ monthlyCap: 1 });
    expect(await bench.jobNow(job)).toMatchObject({ status: 'waiting', for: 'credits', until: bench.clock.now() });
    expect(await driver.claim()).toMatchObject({ type: 'not_yet' });
    expect(await bench.jobNow(job)).toMatchObject({ until: october });
    await bench.changeSettings({ monthlyCap: null });
    expect(await driver.claim()).toMatchObject({ type: 'open' });
  });

  test('[J8] a job that was paused while the cap was raised goes on when it is resumed', async () => {
    const { bench, ask, write } = await afterOneCall();
    await write('b2', 250_000);
    const { job, driver } = await ask('b3');
    await driver.claim();
    await bench.intend(job, { type: 'pause' });
    await bench.changeSettings({ monthlyCap: 5 });
    expect(await bench.jobNow(job)).toMatchObject({ status: 'paused' });
    await bench.intend(job, { type: 'resume' });
    await driver.take();
    expect(await driver.claim()).toMatchObject({ type: 'open' });
  });

  test('[J8] a job that failed while it waited for the cap goes on when it is retried after the cap was raised', async () => {
    const { bench, ask, write } = await afterOneCall();
    await write('b2', 250_000);
    const { job, driver } = await ask('b3');
    await driver.claim();
    await bench.store.transaction(async (tx) => {
      const rows = tx.of(ann);
      const held = await rows.getJob(job);
      const failed = held && transition(held, { type: 'refused', failure: permanent('old_recipe'), at: bench.clock.now() });
      if (!failed?.ok) throw new Error('A job that waits can be refused.');
      await rows.putJob(failed.value);
    });
    await bench.changeSettings({ monthlyCap: 5 });
    await bench.intend(job, { type: 'retry', round: 0 });
    await driver.take();
    expect(await driver.claim()).toMatchObject({ type: 'open' });
  });

  test('the demo model and models without a known price go on at the cap, and the latter are counted apart', async () => {
    const { bench, ask, write, spending } = await afterOneCall();
    await write('b2', 250_000);
    const free = await ask('b3', { model: 'demo' });
    expect(await free.driver.claim()).toMatchObject({ type: 'open' });
    const unknown = await ask('b2', { model: 'qwen3:8b' });
    expect(await unknown.driver.claim()).toMatchObject({ type: 'open' });
    for (const call of bench.model.sent.slice(-2)) call.finish({ usage: { ...noUsage, input: 50 } });
    await quiet();
    expect(await spending()).toEqual({ micros: 2 * dollar, unpriced: 1 });
  });
});
