import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiBench, openApiBench } from './api-bench.ts';

let api: ApiBench;
beforeEach(async () => {
  api = await openApiBench();
});
afterEach(() => api.close());

const operations: readonly (readonly [string, string])[] = [
  ['GET', '/api/jobs'],
  ['POST', '/api/jobs'],
  ['GET', '/api/jobs/j1'],
  ['DELETE', '/api/jobs/j1'],
  ['POST', '/api/jobs/j1/cancel'],
  ['POST', '/api/jobs/j1/retry'],
  ['POST', '/api/jobs/j1/pause'],
  ['POST', '/api/jobs/j1/resume'],
  ['GET', '/api/jobs/j1/events'],
];

describe('who may ask', () => {
  it.each(operations)('%s %s takes a token, and no cookie instead of one', async (method, path) => {
    for (const ask of [{ token: null }, { token: 'other' }, { token: null, headers: { Cookie: 'meanwhile_store=ann-token' } }]) {
      const { status, body, headers } = await api.send(method, path, ask);
      expect({ status, type: body.error.type }).toEqual({ status: 401, type: 'unauthorized' });
      expect(headers['www-authenticate']).toBe('Bearer');
    }
  });

  it('makes a token wait that asks too often, says for how long, and no other token with it', async () => {
    const answers = [];
    for (let round = 0; round < 10; round += 1) {
      answers.push(...(await Promise.all(Array.from({ length: 100 }, () => api.get('/api/jobs')))));
    }
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1_000);
    expect(await api.get('/api/jobs')).toMatchObject({
      status: 429,
      headers: { 'retry-after': '1' },
      body: { error: { type: 'rate_limited' } },
    });
    expect((await api.get('/api/jobs', { token: 'bob-token' })).status).toBe(200);
    api.clock.advance(100);
    expect((await api.get('/api/jobs')).status).toBe(200);
  }, 30_000);
});

describe('paths and methods', () => {
  it.each(['/api/', '/api/job', '/api/jobs/', '/api/jobs/j1/other', '/api/jobs/j1/events/x', '/api//jobs', '/api/jobs/%'])(
    'answers 404 for %s',
    async (path) => {
      expect(await api.get(path)).toMatchObject({ status: 404, body: { error: { type: 'not_found' } } });
    },
  );

  it.each([
    ['PUT', '/api/jobs', 'GET, POST'],
    ['DELETE', '/api/jobs', 'GET, POST'],
    ['POST', '/api/jobs/j1', 'GET, DELETE'],
    ['GET', '/api/jobs/j1/cancel', 'POST'],
    ['POST', '/api/jobs/j1/events', 'GET'],
  ])('answers 405 for %s %s and says what it takes', async (method, path, allow) => {
    expect(await api.send(method, path, {})).toMatchObject({
      status: 405,
      headers: { allow },
      body: { error: { type: 'wrong_method' } },
    });
  });
});

describe('a body', () => {
  it.each([['not json'], [''], ['{"kind":']])('that is not JSON is refused: %j', async (body) => {
    expect(await api.post('/api/jobs', body)).toMatchObject({ status: 422, body: { error: { type: 'invalid', field: 'body' } } });
  });

  it('of more than 8 MB is refused, also when it comes in chunks and does not say its size', async () => {
    const chunked = { headers: { 'Transfer-Encoding': 'chunked' } };
    const answer = await api.post('/api/jobs', 'x'.repeat(12 * 1_048_576), chunked);
    expect(answer).toMatchObject({ status: 413, body: { error: { type: 'too_large' } } });
    expect(await api.post('/api/jobs', 'x'.repeat(8 * 1_048_576 + 1))).toMatchObject({ status: 413 });
  });
});
