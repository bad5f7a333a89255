import { expect, test } from 'vitest';
import type { Job } from '../../shared/engine/job.ts';
import { blockId, documentId, jobId, revisionId } from '../../shared/kernel/brand.ts';
import { millis } from '../../shared/kernel/time.ts';
import type { Analysis, Revision } from '../../shared/records/records.ts';
import { resultAnalysis } from '../../shared/sync/apply-result.ts';
import { aJob } from '../../shared/sync/device-store.contract.ts';
import { type ThreadRows, threadOf } from './thread.ts';

const block = blockId('b1');
const refining = (id: string, at: number): Job => ({
  ...aJob(id),
  kind: 'block.refine',
  title: 'Refine: Shorter',
  createdAt: millis(at),
});
const analyzing = (id: string, at: number): Job => ({
  ...aJob(id),
  kind: 'block.analyze',
  targets: [],
  about: block,
  createdAt: millis(at),
});
const revision = (job: string, feedback: string | null, at = 50): Revision => ({
  id: revisionId(`r-${job}`),
  blockId: block,
  documentId: documentId('d1'),
  basedOn: null,
  text: 'New.',
  sealed: true,
  createdAt: millis(at),
  by: { type: 'job', jobId: jobId(job), model: 'demo', cutOff: false, sources: [], ...(feedback !== null && { feedback }) },
});
const analysis = (job: string, at = 60): Analysis => ({
  id: resultAnalysis(jobId(job), block),
  documentId: documentId('d1'),
  blockId: block,
  revision: revisionId('r1'),
  parts: [],
  createdAt: millis(at),
  jobId: jobId(job),
  model: 'demo',
  sources: [],
});
const thread = (rows: Partial<ThreadRows>) =>
  threadOf(block, { revisions: [], analyses: [], jobs: [], feedback: new Map(), ...rows });

test('what was asked stands in the order in which it was asked, whenever its result came', () => {
  const entries = thread({
    jobs: [analyzing('a', 30), refining('c', 40), refining('b', 10)],
    revisions: [revision('b', 'Shorter, please.', 90)],
    analyses: [analysis('a', 35)],
  });
  expect(entries.map(({ id, type, askedAt }) => [id, type, askedAt])).toEqual([
    ['b', 'refine', 10],
    ['a', 'analysis', 30],
    ['c', 'refine', 40],
  ]);
  expect(entries[0]).toMatchObject({ feedback: 'Shorter, please.', revision: { text: 'New.' }, job: { id: 'b' } });
  expect(entries[2]).toMatchObject({ revision: null });
});

test('a result outlives its job', () => {
  const entries = thread({ revisions: [revision('b', 'Shorter.', 50)], analyses: [analysis('a', 60)] });
  expect(entries).toMatchObject([
    { id: 'b', job: null, askedAt: 50, feedback: 'Shorter.' },
    { id: 'a', job: null, askedAt: 60, analysis: { jobId: 'a' } },
  ]);
});

test('before a result the feedback is whole where it was given, and its first line elsewhere', () => {
  const jobs = [refining('b', 10)];
  expect(thread({ jobs, feedback: new Map([[jobId('b'), 'Shorter.\nAnd kinder.']]) })).toMatchObject([
    { feedback: 'Shorter.\nAnd kinder.' },
  ]);
  expect(thread({ jobs })).toMatchObject([{ feedback: 'Shorter' }]);
});

test('texts that were generated, and jobs of other blocks and kinds, are no part of it', () => {
  const other: Job = { ...analyzing('x', 1), about: blockId('b2') };
  const elsewhere: Job = { ...refining('y', 2), targets: [blockId('b2')] };
  expect(thread({ jobs: [aJob('g'), other, elsewhere], revisions: [revision('g', null)] })).toEqual([]);
});
