import { describe, expect, test } from 'vitest';
import { accountId, blockId, bootId, briefHash, driverId, serverDriver } from '../../shared/kernel/brand.ts';
import { err, ok } from '../../shared/kernel/result.ts';
import { permanent } from '../../shared/protocol/failure.ts';
import { type Catalog, createCatalog, entryOf } from '../../shared/recipes/catalog.ts';
import { documentGenerate } from '../../shared/recipes/document-generate.ts';
import { openBench, quiet } from './bench.ts';
import { createTestDriver } from './bench-driver.ts';
import { ann, blockInput, documentInput } from './bench-person.ts';

describe('acceptance', () => {
  test('[J2] the model is resolved once: a later change of the default changes no job', async () => {
    let standard = 'small';
    const bench = await openBench({ resolveModel: (choice) => ok(choice === 'default' ? standard : choice) });
    await bench.writeDocument('b1', 'b2');
    const job = await bench.create('block.generate', blockInput('b1'));
    standard = 'large';
    expect(await bench.jobNow(job)).toMatchObject({ model: 'small', maxOutputTokens: 1_000, acceptedAt: bench.clock.now() });
    expect(await bench.jobNow(await bench.create('block.generate', blockInput('b2')))).toMatchObject({ model: 'large' });
  });

  test('a document that asks for no model gets the person’s own, and a text no longer than they want', async () => {
    const bench = await openBench({ resolveModel: (choice) => ok(choice === 'default' ? 'small' : choice) });
    await bench.writeDocument('b1', 'b2', 'b3');
    await bench.changeSettings({ defaultModel: 'large', maxOutputTokens: 400 });
    const job = await bench.create('block.generate', blockInput('b1'));
    expect(await bench.jobNow(job)).toMatchObject({ model: 'large', maxOutputTokens: 400 });
    const named = await bench.create('block.generate', blockInput('b2'), { model: 'tiny' });
    expect(await bench.jobNow(named)).toMatchObject({ model: 'tiny' });
    await bench.changeSettings({ defaultModel: 'default', maxOutputTokens: 900_000 });
    const later = await bench.create('block.generate', blockInput('b3'));
    expect(await bench.jobNow(later)).toMatchObject({ model: 'small', maxOutputTokens: 1_000 });
  });

  test('a model without a key fails the job at once, and Retry tries acceptance again', async () => {
    let hasKey = false;
    const bench = await openBench({
      resolveModel: (choice) => (hasKey ? ok(choice) : err(permanent('no_key', { detail: 'No key.' }))),
    });
    await bench.writeDocument('b1');
    const job = await bench.create('block.generate', blockInput('b1'), { model: 'large' });
    expect(await bench.jobNow(job)).toMatchObject({ status: 'failed', failure: { reason: 'no_key', detail: 'No key.' } });
    await bench.intend(job, { type: 'retry', round: 0 });
    expect(await bench.jobNow(job)).toMatchObject({ status: 'failed', round: 1 });
    hasKey = true;
    await bench.intend(job, { type: 'retry', round: 1 });
    expect(await bench.jobNow(job)).toMatchObject({ status: 'queued', model: 'large', acceptedAt: bench.clock.now() });
  });

  test('[J2] a recipe that this build does not have, a missing brief and a wrong one are failures with their reason', async () => {
    const bench = await openBench();
    const old = await bench.create('block.generate', blockInput('b1'), { recipe: 7 });
    expect(await bench.jobNow(old)).toMatchObject({ status: 'failed', failure: { reason: 'old_recipe' } });
    const wrong = await bench.create('block.generate', { prompt: 4 });
    expect(await bench.jobNow(wrong)).toMatchObject({ status: 'failed', failure: { reason: 'bad_brief' } });
    const missing = await bench.create('block.generate', blockInput('b1'), { brief: briefHash('missing') });
    expect(await bench.jobNow(missing)).toMatchObject({ status: 'failed', failure: { reason: 'bad_brief' } });
    const mixed = await bench.create('block.generate', documentInput('b1'), { kind: 'document.generate' });
    expect(await bench.jobNow(mixed)).toMatchObject({ status: 'failed', failure: { reason: 'bad_brief' } });
  });

  test('[J10] a block that is being written takes no second writing job, until the first has ended', async () => {
    const bench = await openBench();
    await bench.writeDocument('b1');
    const first = await bench.create('block.generate', blockInput('b1'));
    const second = await bench.create('block.generate', blockInput('b1'));
    expect(await bench.jobNow(second)).toMatchObject({ status: 'failed', failure: { reason: 'block_busy' } });
    await bench.intend(first, { type: 'cancel' });
    await bench.intend(second, { type: 'retry', round: 0 });
    expect(await bench.jobNow(second)).toMatchObject({ status: 'queued' });
  });

  test('[J10] the blocks are those of the brief, whatever the message says', async () => {
    const bench = await openBench();
    await bench.writeDocument('b1');
    await bench.edit('b1', 'r1', null, 'mine');
    const job = await bench.create('block.generate', blockInput('b1', { anchor: 'r1' }), { targets: [blockId('elsewhere')] });
    expect(await bench.jobNow(job)).toMatchObject({ targets: ['b1'] });
    const sealed = await bench.store.transaction((tx) => tx.of(ann).get('revisions', 'r1'));
    expect(sealed).toMatchObject({ sealed: true });
  });

  test('[J10] a whole document leaves out what is busy and names it; with nothing left it is busy itself', async () => {
    const bench = await openBench();
    await bench.writeDocument('b1', 'b2');
    await bench.create('block.generate', blockInput('b1'));
    const all = await bench.create('document.generate', documentInput('b1', 'b2'));
    expect(await bench.jobNow(all)).toMatchObject({
      status: 'queued',
      leftOut: ['b1'],
      targets: ['b2'],
      steps: [{ id: 'write:b2' }],
    });
    const again = await bench.create('document.generate', documentInput('b1', 'b2'));
    expect(await bench.jobNow(again)).toMatchObject({ status: 'failed', failure: { reason: 'block_busy' } });
  });

  test('[J2] whether it waits for its maker is decided once: by the job, else by the person; a program waits for nobody', async () => {
    const bench = await openBench();
    await bench.writeDocument('b1', 'b2', 'b3', 'b4');
    const first = await bench.create('block.generate', blockInput('b1'));
    await bench.changeSettings({ whenILeave: 'wait' });
    const second = await bench.create('block.generate', blockInput('b2'));
    const third = await bench.create('block.generate', blockInput('b3'), { whenILeave: 'go-on' });
    const made = await bench.create('block.generate', blockInput('b4'), { createdBy: null, whenILeave: 'wait' });
    const choices = await Promise.all([first, second, third, made].map(async (job) => (await bench.jobNow(job)).whenILeave));
    expect(choices).toEqual(['go-on', 'wait', 'go-on', 'go-on']);
  });

  test('[S2] the same creation again changes nothing; another under its id is refused', async () => {
    const bench = await openBench();
    await bench.writeDocument('b1', 'b2');
    const job = await bench.create('block.generate', blockInput('b1'));
    const before = await bench.jobNow(job);
    await bench.create('block.generate', blockInput('b1'), { id: job });
    await bench.create('block.generate', blockInput('b2'), { id: job });
    expect(await bench.jobNow(job)).toEqual(before);
  });
});

describe('intents', () => {
  test('[J6] a job that is cancelled in the push that made it never runs', async () => {
    const bench = await openBench();
    await bench.writeDocument('b1');
    const job = await bench.create('block.generate', blockInput('b1'));
    await bench.intend(job, { type: 'cancel' });
    expect(await createTestDriver(bench, job).take()).toEqual({ type: 'none', reason: 'rest' });
    expect(await bench.jobNow(job)).toMatchObject({ status: 'cancelled' });
  });

  test('[J6] a cancel in the middle of the text: nothing is written, whatever the driver says afterwards', async () => {
    const bench = await openBench();
    await bench.writeDocument('b1');
    const job = await bench.create('block.generate', blockInput('b1'));
    const driver = createTestDriver(bench, job);
    await driver.take();
    await driver.claim();
    bench.model.sent[0]?.say('whole text');
    bench.model.sent[0]?.finish();
    await quiet();
    await bench.intend(job, { type: 'cancel' });
    expect(await driver.ended()).toMatchObject({ type: 'refused', reason: 'wrong_state' });
    expect(await driver.finish()).toMatchObject({ type: 'refused', reason: 'wrong_state' });
    expect(await driver.claim()).toMatchObject({ type: 'refused', reason: 'wrong_state', row: { job: { status: 'cancelled' } } });
    expect(await bench.textsOf('b1')).toEqual({ current: null, suggestion: null });
    expect(await bench.intend(job, { type: 'cancel' })).toMatchObject({ ok: true });
  });

  test('[J6] a cancel that comes after the end is too late, and says so', async () => {
    const bench = await openBench();
    const job = await bench.create('block.generate', { prompt: 4 });
    expect(await bench.intend(job, { type: 'cancel' })).toEqual({ ok: false, error: { type: 'too_late' } });
    const nowhere = await bench.create('block.generate', blockInput('b1'), {}, accountId('bob'));
    expect(await bench.intend(nowhere, { type: 'cancel' })).toEqual({ ok: false, error: { type: 'gone' } });
  });

  test('[J10] a retried job whose block was taken meanwhile is busy', async () => {
    const bench = await openBench({ retryPolicy: { maxAttempts: 1, lostCall: 'retry' } });
    await bench.writeDocument('b1');
    const job = await bench.create('block.generate', blockInput('b1'));
    const driver = createTestDriver(bench, job);
    await driver.take();
    await driver.claim();
    bench.model.sent[0]?.fail(permanent('refusal'));
    await quiet();
    await driver.ended();
    await driver.finish();
    await bench.create('block.generate', blockInput('b1'));
    await bench.intend(job, { type: 'retry', round: 0 });
    expect(await bench.jobNow(job)).toMatchObject({ status: 'failed', failure: { reason: 'block_busy' }, round: 1 });
  });
});

describe('the start of the server', () => {
  test('[J2] unfinished jobs of a recipe that is gone fail; others go on', async () => {
    const bench = await openBench();
    await bench.writeDocument('b1');
    const job = await bench.create('block.generate', blockInput('b1'));
    await bench.start('boot2').jobs.recover(bootId('boot2'));
    expect(await bench.jobNow(job)).toMatchObject({ status: 'queued' });
    await bench.start('boot3', { catalog: createCatalog([]) }).jobs.recover(bootId('boot3'));
    expect(await bench.jobNow(job)).toMatchObject({ status: 'failed', failure: { reason: 'old_recipe' } });
  });

  const reading = (parse: typeof documentGenerate.parse) => createCatalog([entryOf({ ...documentGenerate, version: 2, parse })]);

  /** A job over two blocks, the first of which is written, that the next start finds to be of a recipe that is gone. */
  async function withOldJob(today: Catalog) {
    const bench = await openBench();
    await bench.writeDocument('b1', 'b2');
    const job = await bench.create('document.generate', documentInput('b1', 'b2'));
    const driver = createTestDriver(bench, job);
    await driver.take();
    await driver.claim('write:b1');
    bench.model.sent[0]?.say('The first text.');
    bench.model.sent[0]?.finish();
    await quiet();
    await driver.ended('write:b1');
    const server = bench.start('boot2', { catalog: today });
    await server.jobs.recover(bootId('boot2'));
    const retry = async () => {
      const done = await bench.store.transaction((tx) => server.jobs.intend(tx, ann, job, { type: 'retry', round: 0 }));
      if (done.ok) done.value.afterCommit?.();
      return bench.jobNow(job);
    };
    return { ...bench, job, retry };
  }

  test("[J2, J5] Retry goes on with today's recipe where it reads the brief, and what is done stays", async () => {
    const old = await withOldJob(reading(documentGenerate.parse));
    expect(await old.jobNow(old.job)).toMatchObject({ status: 'failed', failure: { reason: 'old_recipe' }, recipe: 1 });
    expect(await old.textsOf('b1')).toMatchObject({ current: 'The first text.' });
    expect(await old.retry()).toMatchObject({
      status: 'queued',
      recipe: 2,
      steps: [
        { id: 'write:b1', status: 'done', attempt: 1 },
        { id: 'write:b2', status: 'pending', attempt: 1 },
      ],
    });
  });

  test("[J2] where today's recipe cannot read the brief, Retry says again that it is too old", async () => {
    const old = await withOldJob(reading(() => err('Something is missing.')));
    expect(await old.retry()).toMatchObject({ status: 'failed', failure: { reason: 'old_recipe' }, recipe: 1, round: 1 });
  });

  test("[J2, J5] where today's recipe has no place for what was begun, Retry says again that it is too old", async () => {
    const withoutFirst = { ...documentGenerate, version: 2, plan: () => [] };
    const old = await withOldJob(createCatalog([entryOf(withoutFirst)]));
    expect(await old.retry()).toMatchObject({
      status: 'failed',
      failure: { reason: 'old_recipe' },
      steps: [{ status: 'done' }, {}],
    });
  });

  test("[L9, J8] leases of an earlier start of the server are void, a device's runs on for one period", async () => {
    const bench = await openBench();
    await bench.writeDocument('b1', 'b2');
    const [own, devices] = [
      await bench.create('block.generate', blockInput('b1')),
      await bench.create('block.generate', blockInput('b2')),
    ];
    await createTestDriver(bench, own, serverDriver(bootId('boot1'))).take();
    await createTestDriver(bench, devices, driverId('laptop.1')).take();
    bench.clock.advance(60_000);
    await bench.start('boot2').jobs.recover(bootId('boot2'));
    expect(await bench.jobNow(own)).toMatchObject({ lease: null });
    expect(await bench.jobNow(devices)).toMatchObject({ lease: { epoch: 1, expiresAt: bench.clock.now() + 15_000 } });
  });
});
