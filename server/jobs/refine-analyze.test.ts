import { expect, test } from 'vitest';
import { blockId, type JobId, stepId } from '../../shared/kernel/brand.ts';
import { resultAnalysis, resultRevision } from '../../shared/sync/apply-result.ts';
import { openBench, quiet } from './bench.ts';
import { createTestDriver } from './bench-driver.ts';
import { ann, blockInput } from './bench-person.ts';

const common = { documentId: 'd1', documentTitle: 'Report', blockId: 'b1', prompt: 'Sum up.', text: 'It was long.', sources: [] };
const refineInput = { ...common, anchor: 'r1', feedback: 'Say how long.' };
const analyzeInput = { ...common, revision: 'r1' };
const found = JSON.stringify({
  themes: [{ title: 'Length', text: 'How long it was.', sources: [] }],
  strengths: [],
  gaps: [],
  quotes: [],
});

/** A block `b1` whose text a person wrote. */
async function withText() {
  const bench = await openBench();
  await bench.writeDocument('b1');
  await bench.edit('b1', 'r1', null, 'It was long.');
  const answer = async (text: string) => {
    bench.model.sent.at(-1)?.say(text);
    bench.model.sent.at(-1)?.finish();
    await quiet();
  };
  /** One attempt at the job's only step. */
  const attempt = async (job: JobId, step: string, text: string) => {
    const driver = createTestDriver(bench, job);
    await driver.take();
    await driver.claim(step);
    await answer(text);
    await driver.ended(step);
    return driver;
  };
  const analysisOf = (job: JobId) =>
    bench.store.transaction((tx) => tx.of(ann).get('analyses', resultAnalysis(job, blockId('b1'))));
  return { bench, attempt, analysisOf };
}

test('[J10] feedback makes a new text of the old one, and the new one says what was asked for', async () => {
  const { bench, attempt } = await withText();
  const job = await bench.create('block.refine', refineInput);
  const driver = await attempt(job, 'write', 'It had 92 days.');
  await driver.finish();
  expect(await bench.jobNow(job)).toMatchObject({ status: 'completed', targets: ['b1'] });
  expect(await bench.textsOf('b1')).toEqual({ current: 'It had 92 days.', suggestion: null });
  const revision = await bench.store.transaction((tx) => tx.of(ann).get('revisions', resultRevision(job, blockId('b1'))));
  expect(revision).toMatchObject({ basedOn: 'r1', by: { type: 'job', feedback: 'Say how long.' } });
});

test('[J10] a refined text waits beside what a person wrote meanwhile', async () => {
  const { bench, attempt } = await withText();
  const job = await bench.create('block.refine', refineInput);
  await bench.edit('b1', 'r1', null, 'It was long and warm.');
  await attempt(job, 'write', 'It had 92 days.');
  expect(await bench.textsOf('b1')).toEqual({ current: 'It was long and warm.', suggestion: 'It had 92 days.' });
});

test('[J10] of two jobs that write a block the second fails, and an analysis runs beside the first', async () => {
  const { bench, attempt, analysisOf } = await withText();
  const writing = await bench.create('block.generate', blockInput('b1', { anchor: 'r1' }));
  const refining = await bench.create('block.refine', refineInput);
  expect(await bench.jobNow(refining)).toMatchObject({ status: 'failed', failure: { reason: 'block_busy' } });
  const analyzing = await bench.create('block.analyze', analyzeInput);
  expect(await bench.jobNow(analyzing)).toMatchObject({ status: 'queued', targets: [], about: 'b1' });
  const driver = await attempt(analyzing, 'analyze', found);
  await driver.finish();
  expect(await bench.jobNow(analyzing)).toMatchObject({ status: 'completed', about: 'b1', result: { words: 4 } });
  expect(await analysisOf(analyzing)).toMatchObject({ blockId: 'b1', revision: 'r1', parts: [{ title: 'Length' }] });
  expect(await bench.jobNow(writing)).toMatchObject({ status: 'queued' });
  expect(await bench.textsOf('b1')).toEqual({ current: 'It was long.', suggestion: null });
});

test('[J9] an answer that is no analysis is asked for again once; the second that fits is kept', async () => {
  const { bench, attempt, analysisOf } = await withText();
  const job = await bench.create('block.analyze', analyzeInput);
  await attempt(job, 'analyze', 'Sure, here it is:');
  expect(await bench.jobNow(job)).toMatchObject({ status: 'waiting', steps: [{ status: 'waiting', attempt: 2, spent: 1 }] });
  expect(await analysisOf(job)).toBeNull();
  await bench.pass(60_000);
  await attempt(job, 'analyze', found);
  expect(await analysisOf(job)).toMatchObject({ parts: [{ kind: 'theme' }] });
  expect(bench.model.sent).toHaveLength(2);
});

test('[J9] two answers that are no analysis fail the job, and Retry asks anew', async () => {
  const { bench, attempt, analysisOf } = await withText();
  const job = await bench.create('block.analyze', analyzeInput);
  await attempt(job, 'analyze', 'Sure, here it is:');
  await bench.pass(60_000);
  const driver = await attempt(job, 'analyze', '{"themes":[]}');
  await driver.finish();
  expect(await bench.jobNow(job)).toMatchObject({ status: 'failed', failure: { reason: 'invalid_output' } });
  await bench.intend(job, { type: 'retry', round: 0 });
  await attempt(job, 'analyze', found);
  expect(await analysisOf(job)).toMatchObject({ parts: [{ kind: 'theme' }] });
  expect((await bench.endsOf(job)).map(({ step, attempt: number }) => [step, number])).toEqual(
    [1, 2, 3].map((number) => [stepId('analyze'), number]),
  );
});
