import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiBench, listedOrigin, openApiBench } from './api-bench.ts';

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

describe('a token that may only read', () => {
  it.each(operations)('%s %s: reads, and is told which scope it lacks for the rest', async (method, path) => {
    const { status, body } = await api.send(method, path, { token: 'ann-reads' });
    if (method === 'GET') expect([200, 404]).toContain(status);
    else expect({ status, error: body.error }).toEqual({ status: 403, error: { type: 'wrong_scope', message: wantsWriting } });
  });
  const wantsWriting = 'This takes a token with the scope jobs:write; this one may only read.';
});

describe('pages of other origins', () => {
  const asks = (origin: string) => ({
    token: null,
    headers: { Origin: origin, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization' },
  });
  const allow = 'access-control-allow-';

  it.each(operations)('%s %s: a listed one may ask, without cookies', async (_method, path) => {
    const { status, headers } = await api.send('OPTIONS', path, asks(listedOrigin));
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      [`${allow}origin`]: listedOrigin,
      [`${allow}methods`]: 'GET, POST, DELETE',
      [`${allow}headers`]: 'Authorization, Content-Type, Idempotency-Key, Last-Event-ID',
      'access-control-max-age': '600',
      vary: 'Origin',
    });
    expect(headers).not.toHaveProperty(`${allow}credentials`);
  });

  it('a listed one reads answers and refusals, and still needs a token', async () => {
    for (const token of ['ann-token', null]) {
      const { status, headers } = await api.get('/api/jobs', { token, headers: { Origin: listedOrigin } });
      expect(status).toBe(token === null ? 401 : 200);
      expect(headers).toMatchObject({
        [`${allow}origin`]: listedOrigin,
        'access-control-expose-headers': 'Location, Retry-After',
      });
      expect(headers).not.toHaveProperty(`${allow}credentials`);
    }
  });

  it.each(['https://elsewhere.example', 'null', `${listedOrigin}.evil`])(
    '%s is not listed and learns nothing',
    async (origin) => {
      const asked = await api.send('OPTIONS', '/api/jobs', asks(origin));
      expect(asked).toMatchObject({ status: 403, body: { error: { type: 'wrong_origin' } }, headers: { vary: 'Origin' } });
      const answered = await api.get('/api/jobs', { headers: { Origin: origin } });
      for (const { headers } of [asked, answered]) expect(headers).not.toHaveProperty(`${allow}origin`);
    },
  );
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
