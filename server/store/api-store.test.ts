import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asShown, type Job, statuses } from '../../shared/engine/job.ts';
import { accountId, briefHash, deviceId, documentId, driverId, jobId, leaseEpoch } from '../../shared/kernel/brand.ts';
import { testNewId } from '../../shared/kernel/random.ts';
import { millis, testClock } from '../../shared/kernel/time.ts';
import { newJob } from '../../shared/sync/apply.ts';
import type { JobsQuery } from './api-store.ts';
import { openSqliteStore, type SqliteStore } from './sqlite.ts';

const [ann, bob] = [accountId('ann'), accountId('bob')];
const at = (ms: number) => millis(1_790_000_000_000 + ms);
const all: JobsQuery = { status: null, kind: null, documentId: null, after: null, limit: 50 };

let store: SqliteStore;
beforeEach(async () => {
  store = await openSqliteStore({ path: ':memory:', newId: testNewId('store'), clock: testClock() });
});
afterEach(() => store.close());

const job = (id: string, createdMs: number, kind = 'block.generate', document = 'd1') =>
  newJob({
    id: jobId(id),
    kind,
    recipe: 1,
    brief: briefHash('brief'),
    title: 'A text',
    documentId: documentId(document),
    targets: [],
    model: 'default',
    priority: 'normal',
    createdBy: null,
    createdAt: at(createdMs),
  });

const put = (...jobs: Job[]) =>
  store.transaction(async (tx) => {
    for (const each of jobs) await tx.of(ann).putJob(each);
  });
const idsOf = (query: Partial<JobsQuery>, account = ann) =>
  store.transaction(async (tx) => (await tx.api(account).jobsPage({ ...all, ...query })).map((each) => each.id));

describe('pages of jobs', () => {
  it('go from the newest to the oldest, and each begins after the last of the one before', async () => {
    await put(job('a', 1), job('c', 2), job('b', 2), job('d', 3));
    expect(await idsOf({})).toEqual(['d', 'c', 'b', 'a']);
    expect(await idsOf({ limit: 2 })).toEqual(['d', 'c']);
    expect(await idsOf({ limit: 2, after: { createdAt: at(2), id: jobId('c') } })).toEqual(['b', 'a']);
    expect(await idsOf({ after: { createdAt: at(1), id: jobId('a') } })).toEqual([]);
  });

  it('hold only what is asked for, as the jobs are now', async () => {
    await put(job('a', 1), job('b', 2, 'document.generate'), job('c', 3, 'block.generate', 'd2'));
    await put({ ...job('a', 1), status: 'cancelled', endedAt: at(5) });
    expect(await idsOf({ status: 'queued' })).toEqual(['c', 'b']);
    expect(await idsOf({ status: 'cancelled' })).toEqual(['a']);
    expect(await idsOf({ kind: 'document.generate' })).toEqual(['b']);
    expect(await idsOf({ documentId: documentId('d1'), status: 'queued' })).toEqual(['b']);
  });

  it('find a job by what it is shown as: one that waits for its driver is waiting, and nothing else', async () => {
    const made = { whenILeave: 'wait', createdBy: deviceId('laptop'), acceptedAt: at(1) } as const;
    const lease = { driver: driverId('laptop.1'), epoch: leaseEpoch(1), expiresAt: at(99), reported: 0 };
    const retrying = { status: 'waiting', for: 'retry', until: at(9) } as const;
    const jobs = [
      { ...job('a', 1), ...made },
      { ...job('b', 2), ...made, lease },
      { ...job('c', 3), ...made, status: 'running', pausing: false } as const,
      { ...job('d', 4), ...made, ...retrying },
      { ...job('e', 5), ...made, createdBy: null },
      { ...job('f', 6), ...made, whenILeave: 'go-on' } as const,
      { ...job('g', 7), ...made, status: 'paused', pausedAt: at(8) } as const,
      { ...job('h', 8), ...made, status: 'cancelled', endedAt: at(9) } as const,
    ];
    await put(...jobs);
    for (const status of statuses) {
      const shown = jobs.filter((each) => asShown(each).status === status).map((each) => each.id);
      expect({ status, found: await idsOf({ status }) }).toEqual({ status, found: shown.toReversed() });
    }
    expect(await idsOf({ status: 'waiting', limit: 2 })).toEqual(['d', 'c']);
    expect(await idsOf({ status: 'waiting', after: { createdAt: at(3), id: jobId('c') } })).toEqual(['a']);
  });

  it('hold nothing of another person', async () => {
    await put(job('a', 1));
    expect(await idsOf({}, bob)).toEqual([]);
  });
});

describe('kept keys', () => {
  const kept = { key: 'k1', bodyHash: 'h1', job: jobId('a') };

  it('are found by their person alone, until their time is over', async () => {
    await store.transaction((tx) => tx.api(ann).keepKey(kept, at(10), at(0)));
    const find = (since: number, account = ann) => store.transaction((tx) => tx.api(account).keptKey('k1', at(since)));
    expect(await find(9)).toEqual(kept);
    expect(await find(10)).toBeNull();
    expect(await find(9, bob)).toBeNull();
  });

  it('are forgotten when a later one is kept, and may be used again then', async () => {
    await store.transaction((tx) => tx.api(ann).keepKey(kept, at(10), at(0)));
    await store.transaction((tx) => tx.api(ann).keepKey({ ...kept, job: jobId('b') }, at(30), at(20)));
    expect(await store.transaction((tx) => tx.api(ann).keptKey('k1', at(0)))).toMatchObject({ job: 'b' });
  });
});
