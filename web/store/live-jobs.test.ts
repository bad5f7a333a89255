import 'fake-indexeddb/auto';
import { beforeAll, expect, test } from 'vitest';
import type { Job } from '../../shared/engine/job.ts';
import { sampleJobs } from '../../shared/engine/job-samples.ts';
import { documentId, jobId } from '../../shared/kernel/brand.ts';
import { millis } from '../../shared/kernel/time.ts';
import { createDatabase, storedJob } from './database.ts';
import { findJobs, type JobFilter } from './live-jobs.ts';

const any: JobFilter = { state: null, kind: null, document: null, from: null, until: null, words: '' };
const database = createDatabase('found');
const all = { limit: 50, reach: 1_000 };

const job = (
  at: number,
  of: Job,
  more: { readonly kind?: string; readonly document?: string; readonly title?: string } = {},
): Job => ({
  ...of,
  id: jobId(`job${at}`),
  createdAt: millis(at),
  kind: more.kind ?? 'block.generate',
  documentId: documentId(more.document ?? 'd1'),
  title: more.title ?? `Job ${at}`,
});

beforeAll(async () => {
  const jobs = [
    job(1, sampleJobs.completed(), { title: 'Café parser, first part' }),
    job(2, sampleJobs.failed(), { document: 'd2' }),
    job(3, sampleJobs.completed(), { kind: 'block.refine' }),
    job(4, sampleJobs.failed(), { kind: 'block.refine' }),
    job(5, sampleJobs.queued(), { document: 'd2' }),
    job(6, sampleJobs.completed(), { document: 'd2' }),
  ];
  await database.jobs.bulkPut(jobs.map(storedJob));
});

const found = async (filter: Partial<JobFilter>, reach = all) => {
  const { jobs, ...rest } = await findJobs(database, { ...any, ...filter }, reach);
  return { ...rest, at: jobs.map(({ createdAt }) => Number(createdAt)) };
};
const whole = (...at: readonly number[]) => ({ at, hasMore: false, isCutShort: false });

test('every filter is met alone and with others, the newest first', async () => {
  expect(await found({})).toEqual(whole(6, 5, 4, 3, 2, 1));
  expect(await found({ state: 'failed' })).toEqual(whole(4, 2));
  expect(await found({ state: 'active' })).toEqual(whole(5));
  expect(await found({ kind: 'block.refine' })).toEqual(whole(4, 3));
  expect(await found({ kind: 'block.refine', state: 'completed' })).toEqual(whole(3));
  expect(await found({ document: documentId('d2') })).toEqual(whole(6, 5, 2));
  expect(await found({ document: documentId('d2'), state: 'failed', kind: 'block.generate' })).toEqual(whole(2));
  expect(await found({ from: 2, until: 4 })).toEqual(whole(3, 2));
  expect(await found({ from: 2, until: 6, document: documentId('d2') })).toEqual(whole(5, 2));
  expect(await found({ words: 'PARSER cafe' })).toEqual(whole(1));
  expect(await found({ words: 'parser second' })).toEqual(whole());
});

test('it says that there are more, and that older ones were not looked at', async () => {
  expect(await found({}, { limit: 2, reach: 1_000 })).toEqual({ at: [6, 5], hasMore: true, isCutShort: false });
  expect(await found({ words: 'first' }, { limit: 2, reach: 3 })).toEqual({ at: [], hasMore: false, isCutShort: true });
  expect(await found({ words: 'first' }, { limit: 2, reach: 6 })).toEqual(whole(1));
  expect(await found({ state: 'active' }, { limit: 0, reach: 3 })).toEqual({ at: [], hasMore: true, isCutShort: false });
});
