import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountId, briefHash, deviceId, documentId, jobId, storeId } from '../../shared/kernel/brand.ts';
import { canonicalJson, sha256Hex } from '../../shared/kernel/hash.ts';
import { testNewId } from '../../shared/kernel/random.ts';
import { err, ok } from '../../shared/kernel/result.ts';
import { millis, type TestClock, testClock } from '../../shared/kernel/time.ts';
import type { Push } from '../../shared/protocol/push.ts';
import { protocolVersion } from '../../shared/protocol/version.ts';
import { newJob } from '../../shared/sync/apply.ts';
import type { Change, JobSeed, OutboxEntry } from '../../shared/sync/change.ts';
import { openSqliteStore, type SqliteStore } from '../store/sqlite.ts';
import type { StoreTx } from '../store/store.ts';
import type { JobChanges } from './job-changes.ts';
import { type ApplyPush, createApplyPush } from './push.ts';

const ann = accountId('ann');
const bob = accountId('bob');
const device = deviceId('dev');

let store: SqliteStore;
let clock: TestClock;
let push: ApplyPush;
let settled: string[];
let done: string[];

/** Jobs as far as a push sees them: a row for each, a cancel that must wait for its commit, and one id that fails midway. */
const jobs: JobChanges = {
  create: async (tx, account, seed) => {
    await tx.of(account).putJob(newJob(seed));
    if (seed.id === 'broken') throw new Error('midway');
    return ok({ afterCommit: () => done.push(`created ${seed.id}`) });
  },
  intend: async (tx, account, job, intent) => {
    if ((await tx.of(account).getJob(job)) === null) return err({ type: 'gone' });
    return ok({ afterCommit: () => done.push(`${intent.type} ${job}`) });
  },
  capChanged: async () => {
    done.push('cap changed');
  },
};

beforeEach(async () => {
  clock = testClock();
  settled = [];
  done = [];
  store = await openSqliteStore({ path: ':memory:', newId: testNewId('store'), clock });
  push = createApplyPush({ store, jobs, settled: (account) => settled.push(account), clock });
});
afterEach(() => store.close());

const entry = (n: number, change: Change): OutboxEntry => ({ n, at: clock.now(), change });
const createDocument = (id: string, createdAt = clock.now()): Change => ({
  type: 'create-document',
  document: { id: documentId(id), projectId: null, title: id, model: 'default', createdAt, changedAt: createdAt },
});
const rename = (id: string, title: string): Change => ({ type: 'patch-document', id: documentId(id), fields: { title } });
const brief = { kind: 'block.generate', recipe: 1, title: 'T', input: { prompt: 'Hello' } };
const hash = briefHash(sha256Hex(canonicalJson(brief)));
const createJob = (id: string, more: Partial<JobSeed> = {}): Change => ({
  type: 'create-job',
  job: {
    id: jobId(id),
    kind: 'block.generate',
    recipe: 1,
    brief: hash,
    title: 'T',
    documentId: documentId('d1'),
    targets: [],
    model: 'default',
    priority: 'normal',
    createdBy: null,
    createdAt: clock.now(),
    ...more,
  },
});
const pushOf = (entries: readonly OutboxEntry[], more: Partial<Push> = {}): Push => ({
  protocol: protocolVersion,
  account: ann,
  device,
  storeId: store.storeId,
  entries: [...entries],
  briefs: [],
  ...more,
});
const read = <T>(work: (tx: StoreTx) => Promise<T>) => store.transaction(work);
const titleOf = async (id: string) => (await read((tx) => tx.of(ann).get('documents', id)))?.title ?? null;

describe('a push', () => {
  it('[S2] is applied once, in order, however often it arrives', async () => {
    const entries = [entry(1, createDocument('d1')), entry(2, rename('d1', 'Mine')), entry(3, createDocument('d2'))];
    expect(await push(ann, pushOf(entries.slice(0, 2)))).toEqual({ type: 'settled', lastChange: 2, refused: [] });
    await read((tx) => tx.of(ann).remove('documents', 'd1'));
    expect(await push(ann, pushOf(entries))).toEqual({ type: 'settled', lastChange: 3, refused: [] });
    expect([await titleOf('d1'), await titleOf('d2')]).toEqual([null, 'd2']);
  });

  it('[S2] that begins too late changes nothing and says where the server is', async () => {
    await push(ann, pushOf([entry(1, createDocument('d1'))]));
    expect(await push(ann, pushOf([entry(3, createDocument('d3'))]))).toEqual({ type: 'gap', lastChange: 1 });
    expect(await titleOf('d3')).toBeNull();
  });

  it('[S2] in any pieces, doubled and out of order, comes to the same rows', async () => {
    const change = (n: number) => (n === 1 ? createDocument('d1') : rename('d1', `title ${n}`));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }))), async (pieces) => {
        const fresh = await openSqliteStore({ path: ':memory:', newId: testNewId('store'), clock });
        const apply = createApplyPush({ store: fresh, jobs, settled: () => undefined, clock });
        const between = ([a, b]: readonly [number, number]) =>
          Array.from({ length: Math.abs(a - b) + 1 }, (_, at) => entry(Math.min(a, b) + at, change(Math.min(a, b) + at)));
        for (const piece of [...pieces, [1, 8] as const]) await apply(ann, pushOf(between(piece), { storeId: fresh.storeId }));
        const document = await fresh.transaction((tx) => tx.of(ann).get('documents', 'd1'));
        const { newest } = await fresh.transaction((tx) => tx.of(ann).bounds());
        await fresh.close();
        expect({ title: document?.title, newest }).toEqual({ title: 'title 8', newest: 8 });
      }),
      { numRuns: 50 },
    );
  });

  it('[S5] that changes what was deleted is settled, and says which change came too late', async () => {
    await push(ann, pushOf([entry(1, createDocument('d1'))]));
    await read((tx) => tx.of(ann).remove('documents', 'd1'));
    const answer = await push(ann, pushOf([entry(2, rename('d1', 'x')), entry(3, createDocument('d2'))]));
    expect(answer).toEqual({ type: 'settled', lastChange: 3, refused: [{ n: 2, refusal: { type: 'gone' } }] });
    expect(await titleOf('d2')).toBe('d2');
  });

  it('tells the feeds that it was settled, rows changed or not', async () => {
    await push(ann, pushOf([entry(1, rename('never', 'x'))]));
    expect(settled).toEqual(['ann']);
  });

  it('leaves nothing of a change that fails midway, and keeps those before it', async () => {
    await expect(push(ann, pushOf([entry(1, createDocument('d1')), entry(2, createJob('broken'))]))).rejects.toThrow('midway');
    expect(await read((tx) => tx.of(ann).getJob('broken'))).toBeNull();
    expect(await read((tx) => tx.of(ann).lastChange(device))).toBe(1);
    expect(done).toEqual([]);
  });

  it('is refused under another account, store or version, and changes nothing', async () => {
    const entries = [entry(1, createDocument('d1'))];
    expect(await push(bob, pushOf(entries))).toEqual({ type: 'refused', reason: 'wrong_account' });
    expect(await push(ann, pushOf(entries, { storeId: storeId('old') }))).toEqual({ type: 'refused', reason: 'wrong_store' });
    expect(await push(ann, pushOf(entries, { protocol: protocolVersion - 1 }))).toEqual({ type: 'refused', reason: 'too_old' });
    expect(await titleOf('d1')).toBeNull();
    expect(settled).toEqual([]);
  });

  it('never brings a time that is later than now', async () => {
    const now = clock.now();
    await push(
      ann,
      pushOf([entry(1, createDocument('d1', millis(now + 3_600_000))), entry(2, createDocument('d2', millis(now - 5)))]),
    );
    await push(ann, pushOf([entry(3, createJob('j1', { createdAt: millis(now + 3_600_000) }))]));
    await read(async (tx) => {
      expect(await tx.of(ann).get('documents', 'd1')).toMatchObject({ createdAt: now, changedAt: now });
      expect(await tx.of(ann).get('documents', 'd2')).toMatchObject({ createdAt: now - 5, changedAt: now - 5 });
      expect(await tx.of(ann).getJob('j1')).toMatchObject({ createdAt: now });
    });
  });
});

describe('a job in a push', () => {
  it('comes with its brief in one transaction, and says which device made it', async () => {
    await push(ann, pushOf([entry(1, createJob('j1'))], { briefs: [{ hash, brief }] }));
    await read(async (tx) => {
      expect(await tx.of(ann).getJob('j1')).toMatchObject({ id: 'j1', createdBy: 'dev' });
      expect(await tx.of(ann).getBrief(hash)).toEqual(brief);
    });
    expect(done).toEqual(['created j1']);
  });

  it('[J2] has no brief if that is not what its hash says, or is larger than 4 MB', async () => {
    const large = { ...brief, input: { prompt: 'x'.repeat(4 * 1024 * 1024) } };
    const largeHash = briefHash(sha256Hex(canonicalJson(large)));
    const briefs = [
      { hash, brief: { ...brief, title: 'Another' } },
      { hash: largeHash, brief: large },
    ];
    const creations = [entry(1, createJob('j1')), entry(2, createJob('j2', { brief: largeHash }))];
    await push(ann, pushOf(creations, { briefs }));
    await read(async (tx) => {
      expect(await tx.of(ann).getBrief(hash)).toBeNull();
      expect(await tx.of(ann).getBrief(largeHash)).toBeNull();
    });
  });

  it('is refused under the id of another person’s job', async () => {
    await push(bob, pushOf([entry(1, createJob('j1'))], { account: bob }));
    const answer = await push(ann, pushOf([entry(1, createJob('j1')), entry(2, createDocument('d1'))]));
    expect(answer).toEqual({ type: 'settled', lastChange: 2, refused: [{ n: 1, refusal: { type: 'id_taken' } }] });
  });

  it('[J6] is cancelled at the provider only after the cancel is durable', async () => {
    const cancel: Change = { type: 'intend', jobId: jobId('j1'), intent: { type: 'cancel' } };
    const stop = store.onCommit(() => done.push('commit'));
    await push(ann, pushOf([entry(1, createJob('j1')), entry(2, cancel)]));
    stop();
    expect(done).toEqual(['commit', 'created j1', 'commit', 'cancel j1']);
    const unknown: Change = { ...cancel, jobId: jobId('none') };
    expect(await push(ann, pushOf([entry(3, unknown)]))).toMatchObject({ refused: [{ n: 3, refusal: { type: 'gone' } }] });
  });
});
