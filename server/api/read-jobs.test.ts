import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jobId } from '../../shared/kernel/brand.ts';
import { permanent, transient } from '../../shared/protocol/failure.ts';
import { noUsage } from '../../shared/recipes/usage.ts';
import { quiet } from '../jobs/bench.ts';
import { createTestDriver } from '../jobs/bench-driver.ts';
import { ann } from '../jobs/bench-person.ts';
import { type ApiBench, openApiBench } from './api-bench.ts';

let api: ApiBench;
beforeEach(async () => {
  api = await openApiBench();
});
afterEach(() => api.close());

const startedAt = '2026-09-21T14:13:20.000Z';
const create = async (input: object = { prompt: 'Sum up.' }, kind = 'block.generate'): Promise<string> => {
  const { body } = await api.post('/api/jobs', { kind, input });
  return body.jobId;
};
const view = async (id: string) => (await api.get(`/api/jobs/${id}`)).body;

/** Drives a job of one step up to its call. */
const drive = async (id: string) => {
  const driver = createTestDriver(api, jobId(id));
  await driver.take();
  await driver.claim();
  await quiet();
  return { driver, sent: api.model.sent.at(-1) };
};

/** Drives a job of one step to its end. */
const complete = async (id: string, text: string) => {
  const { driver, sent } = await drive(id);
  sent?.say(text);
  sent?.finish({ usage: { input: 10, output: 5, cacheRead: 3, cacheWrite: 2 } });
  await quiet();
  await driver.ended();
  await driver.finish();
};

describe('GET /api/jobs/:id', () => {
  it('shows a job that nobody has begun', async () => {
    const id = await create({ prompt: 'Sum up.', title: 'The quarter' });
    expect(await view(id)).toEqual({
      id,
      kind: 'block.generate',
      title: 'The quarter',
      status: 'queued',
      progress: 0,
      currentStep: null,
      steps: [{ id: 'write', title: 'Write the text', status: 'pending', attempts: 0 }],
      waiting: null,
      driver: null,
      attempts: 0,
      maxAttempts: 4,
      usage: { input: 0, output: 0, cached: 0, paidTwice: 0 },
      estimatedCompletion: null,
      result: null,
      error: null,
      documentId: expect.any(String),
      blockId: expect.any(String),
      createdAt: startedAt,
      startedAt: null,
      completedAt: null,
    });
  });

  it('shows who drives it and what is worked on, while the lease holds', async () => {
    const id = await create();
    await drive(id);
    expect(await view(id)).toMatchObject({
      status: 'running',
      currentStep: 'write',
      steps: [{ status: 'running', attempts: 1 }],
      driver: { type: 'device', name: 'laptop' },
      attempts: 1,
      startedAt,
    });
    api.clock.advance(15_000);
    expect((await view(id)).driver).toBeNull();
  });

  it('shows what a finished job wrote and used', async () => {
    const id = await create();
    const { documentId, blockId } = await view(id);
    api.clock.advance(1_000);
    await complete(id, 'A good quarter.');
    const usage = { input: 12, output: 5, cached: 3, paidTwice: 0 };
    expect(await view(id)).toMatchObject({
      status: 'completed',
      progress: 100,
      currentStep: null,
      driver: null,
      usage,
      result: { text: 'A good quarter.', truncated: false, documentId, blockId, model: 'demo', usage },
      error: null,
      completedAt: '2026-09-21T14:13:21.000Z',
    });
  });

  it('shows the text of a finished job also when its block was deleted before', async () => {
    const id = await create();
    const { driver, sent } = await drive(id);
    const { blockId } = await view(id);
    await api.store.transaction((tx) => tx.of(ann).remove('blocks', blockId));
    sent?.say('A good quarter.');
    sent?.finish({ stop: 'length' });
    await quiet();
    await driver.ended();
    await driver.finish();
    expect((await view(id)).result).toMatchObject({ text: 'A good quarter.', truncated: true });
  });

  it('shows every block that a document’s job wrote', async () => {
    await api.writeDocument('b1', 'b2');
    const id = await create({ documentId: 'd1' }, 'document.generate');
    const driver = createTestDriver(api, jobId(id));
    await driver.take();
    for (const [at, step] of ['write:b1', 'write:b2'].entries()) {
      await driver.claim(step);
      await quiet();
      api.model.sent[at]?.say(`Text of ${step}.`);
      api.model.sent[at]?.finish();
      await quiet();
      await driver.ended(step);
      if (at === 0) expect(await view(id)).toMatchObject({ status: 'running', progress: 50, blockId: null });
    }
    await driver.finish();
    expect((await view(id)).result).toEqual({
      documentId: 'd1',
      truncated: false,
      words: 8,
      blocks: [
        { blockId: 'b1', text: 'Text of write:b1.' },
        { blockId: 'b2', text: 'Text of write:b2.' },
      ],
    });
  });

  it('[L7] shows why it waits and until when, and tokens that were paid twice', async () => {
    const id = await create();
    const { driver, sent } = await drive(id);
    sent?.say('Half a ');
    sent?.fail(transient('reset'), { ...noUsage, input: 100, output: 2 });
    await quiet();
    await driver.ended();
    const waiting = await view(id);
    expect(waiting).toMatchObject({ status: 'waiting', waiting: { for: 'retry' }, currentStep: 'write', attempts: 1 });
    expect(Date.parse(waiting.waiting.until)).toBeGreaterThan(api.clock.now());
    expect(waiting.usage.paidTwice).toBe(0);
    api.clock.advance(60_000);
    await driver.claim();
    const { usage, attempts } = await view(id);
    expect({ paidTwice: usage.paidTwice, attempts }).toEqual({ paidTwice: 103, attempts: 2 });
  });

  it('says in a sentence why it failed', async () => {
    const id = await create();
    const { driver, sent } = await drive(id);
    sent?.fail(permanent('key_refused', { status: 401 }));
    await quiet();
    await driver.ended();
    await driver.finish();
    expect(await view(id)).toMatchObject({
      status: 'failed',
      error: {
        type: 'key_refused',
        message: 'Anthropic refused the API key (401). Set a valid ANTHROPIC_API_KEY on the server and retry.',
        retryable: false,
      },
      result: null,
    });
  });

  it.each(['nobody', 'not%20an%20id', '%2e', 'x'.repeat(200)])('answers 404 for %s', async (id) => {
    expect(await api.get(`/api/jobs/${id}`)).toMatchObject({ status: 404, body: { error: { type: 'not_found' } } });
  });
});

describe('another person’s job', () => {
  it.each([
    ['GET', ''],
    ['DELETE', ''],
    ['POST', '/cancel'],
    ['POST', '/retry'],
    ['POST', '/pause'],
    ['POST', '/resume'],
    ['GET', '/events'],
  ])('is not there: %s %s', async (method, path) => {
    const id = await create();
    const answer = await api.send(method, `/api/jobs/${id}${path}`, { token: 'bob-token' });
    expect(answer).toMatchObject({ status: 404, body: { error: { type: 'not_found' } } });
    expect((await view(id)).status).toBe('queued');
    expect((await api.get('/api/jobs', { token: 'bob-token' })).body).toEqual({ jobs: [], nextCursor: null });
  });
});

describe('GET /api/jobs', () => {
  it('gives pages from the newest to the oldest, whole though new jobs come in', async () => {
    const made: string[] = [];
    for (let at = 0; at < 5; at += 1) {
      made.unshift(await create({ prompt: `Prompt ${at}` }));
      if (at % 2 === 0) api.clock.advance(10);
    }
    const first = (await api.get('/api/jobs?limit=2')).body;
    await create({ prompt: 'A later one' });
    const second = (await api.get(`/api/jobs?limit=2&cursor=${first.nextCursor}`)).body;
    const third = (await api.get(`/api/jobs?limit=2&cursor=${second.nextCursor}`)).body;
    const pages = [first, second, third];
    expect(pages.map(({ jobs }) => jobs.length)).toEqual([2, 2, 1]);
    expect(pages.flatMap(({ jobs }) => jobs.map((job: { id: string }) => job.id)).toSorted()).toEqual(made.toSorted());
    expect(third.nextCursor).toBeNull();
    expect((await api.get('/api/jobs')).body.jobs).toHaveLength(6);
  });

  it('shows a job as it is shown alone, without its result', async () => {
    const id = await create();
    await complete(id, 'A good quarter.');
    const { result: _result, ...alone } = await view(id);
    expect((await api.get('/api/jobs')).body).toEqual({ jobs: [alone], nextCursor: null });
  });

  it('takes only jobs of a status, a kind or a document', async () => {
    const first = await create();
    await api.post(`/api/jobs/${first}/cancel`);
    const { documentId } = await view(first);
    const second = await create({ title: 'Plan' }, 'document.generate');
    const idsOf = async (query: string) => (await api.get(`/api/jobs?${query}`)).body.jobs.map((job: { id: string }) => job.id);
    expect(await idsOf('status=cancelled')).toEqual([first]);
    expect(await idsOf('status=queued')).toEqual([second]);
    expect(await idsOf('kind=document.generate')).toEqual([second]);
    expect(await idsOf(`documentId=${documentId}`)).toEqual([first]);
    expect(await idsOf(`documentId=${documentId}&status=queued`)).toEqual([]);
    expect(await idsOf('documentId=nobody')).toEqual([]);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=', 'limit'],
    ['status=COMPLETED', 'status'],
    ['status=done', 'status'],
    ['kind=', 'kind'],
    ['documentId=a%20b', 'documentId'],
    ['cursor=x', 'cursor'],
    ['cursor=MTIzL2EgYg', 'cursor'],
    ['page=2', 'page'],
  ])('answers 422 for %s and names %s', async (query, field) => {
    expect(await api.get(`/api/jobs?${query}`)).toMatchObject({ status: 422, body: { error: { type: 'invalid', field } } });
  });
});

describe('steering', () => {
  const steer = (id: string, verb: string) => api.post(`/api/jobs/${id}/${verb}`);

  it('[J6] cancels, ends the provider’s call at once, and answers again alike', async () => {
    const id = await create();
    const { sent } = await drive(id);
    expect(await steer(id, 'cancel')).toMatchObject({ status: 200, body: { id, status: 'cancelled' } });
    expect(sent?.isAborted()).toBe(true);
    expect(await steer(id, 'cancel')).toMatchObject({ status: 200, body: { id, status: 'cancelled' } });
    expect(await api.send('DELETE', `/api/jobs/${id}`, {})).toMatchObject({ status: 200, body: { id, status: 'cancelled' } });
  });

  it('answers a cancel that comes after the end with already_finished', async () => {
    const [done, failed] = [await create(), await create()];
    await complete(done, 'A good quarter.');
    const { driver, sent } = await drive(failed);
    sent?.fail(permanent('refusal'));
    await quiet();
    await driver.ended();
    await driver.finish();
    for (const id of [done, failed]) {
      const answers = [await steer(id, 'cancel'), await api.send('DELETE', `/api/jobs/${id}`, {})];
      for (const answer of answers) expect(answer).toMatchObject({ status: 409, body: { error: { type: 'already_finished' } } });
    }
  });

  it('pauses and resumes, and answers again alike', async () => {
    const id = await create();
    for (const [verb, status] of [
      ['pause', 'paused'],
      ['pause', 'paused'],
      ['resume', 'queued'],
      ['resume', 'queued'],
    ] as const) {
      expect(await steer(id, verb)).toMatchObject({ status: 200, body: { id, status } });
    }
  });

  it('lets a call that was sent finish before a pause', async () => {
    const id = await create();
    await drive(id);
    expect(await steer(id, 'pause')).toMatchObject({ status: 200, body: { status: 'running' } });
  });

  it('retries what failed, under the next attempt', async () => {
    const id = await create();
    const { driver, sent } = await drive(id);
    sent?.fail(permanent('refusal'));
    await quiet();
    await driver.ended();
    await driver.finish();
    expect(await steer(id, 'retry')).toMatchObject({ status: 200, body: { id, status: 'queued' } });
    await complete(id, 'A good quarter.');
    expect(await view(id)).toMatchObject({ status: 'completed', attempts: 2, error: null });
  });

  it('[J10] retries nothing that another job is writing by now', async () => {
    await api.writeDocument('b1');
    const id = await create({ prompt: 'x', blockId: 'b1' });
    const { driver, sent } = await drive(id);
    sent?.fail(permanent('refusal'));
    await quiet();
    await driver.ended();
    await driver.finish();
    await create({ prompt: 'y', blockId: 'b1' });
    expect(await steer(id, 'retry')).toMatchObject({ status: 409, body: { error: { type: 'block_busy' } } });
  });

  it.each([
    ['retry', 'queued'],
    ['retry', 'completed'],
    ['retry', 'cancelled'],
    ['pause', 'completed'],
    ['pause', 'cancelled'],
    ['resume', 'completed'],
    ['resume', 'cancelled'],
  ])('answers a %s of a job that is %s with wrong_state', async (verb, status) => {
    const id = await create();
    if (status === 'completed') await complete(id, 'A good quarter.');
    if (status === 'cancelled') await steer(id, 'cancel');
    expect(await steer(id, verb)).toMatchObject({
      status: 409,
      body: { error: { type: 'wrong_state', message: `A job that is ${status} takes no ${verb}.` } },
    });
  });

  it('answers 404 for a job that is not there', async () => {
    for (const verb of ['cancel', 'retry', 'pause', 'resume']) expect((await steer('nobody', verb)).status).toBe(404);
  });
});
