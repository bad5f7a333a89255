import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendJson } from './answer.ts';
import { type Ask, ask } from './http-client.testing.ts';
import { createHttpServer, type HttpServer } from './http-server.ts';

let server: HttpServer;
let origin: string;
let errors: unknown[];
/** Streams that the server has open. */
let streams: ServerResponse[];

const create = (publicOrigin: string | null): HttpServer => {
  const told = (name: string) => (incoming: IncomingMessage, response: ServerResponse) => {
    sendJson(response, 200, { handler: name, method: incoming.method });
  };
  return createHttpServer({
    publicOrigin,
    health: () => ({ version: '1.2.3', storeId: 'store1' }),
    trpc: (incoming, response) => {
      if (incoming.url === '/trpc/throw') throw new Error('a bug');
      if (incoming.url !== '/trpc/stream') return told('trpc')(incoming, response);
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('data: 1\n\n');
      streams.push(response);
    },
    api: told('api'),
    metrics: told('metrics'),
    web: told('web'),
    onError: (error) => errors.push(error),
  });
};

const start = async (publicOrigin: string | null = null) => {
  server = create(publicOrigin);
  const listening = await server.listen('127.0.0.1', 0);
  if (!listening.ok) throw new Error(listening.error.type);
  origin = listening.value;
};

const get = (asked: Ask) => ask(origin, asked);
const port = () => new URL(origin).port;
const aborted = AbortSignal.abort();

beforeEach(async () => {
  errors = [];
  streams = [];
  await start();
});

afterEach(() => server.close(aborted));

describe('the routes', () => {
  it('tells its health', async () => {
    const { status, body } = await get({ path: '/healthz' });
    expect({ status, body: JSON.parse(body) }).toEqual({
      status: 200,
      body: { status: 'ok', version: '1.2.3', storeId: 'store1' },
    });
  });

  it.each([
    ['/', 'web'],
    ['/documents/abc?x=1', 'web'],
    ['/trpcs', 'web'],
    ['/metrics', 'metrics'],
    ['/metrics/x', 'web'],
    ['/trpc/jobs.list?input=1', 'trpc'],
    ['/api/jobs', 'api'],
  ])('leads %s to %s', async (path, handler) => {
    expect(JSON.parse((await get({ path })).body)).toEqual({ handler, method: 'GET' });
  });

  it('takes a change only where there is something to change', async () => {
    const headers = { Origin: origin };
    expect((await get({ method: 'POST', path: '/trpc/jobs.create', headers })).status).toBe(200);
    expect((await get({ method: 'POST', path: '/documents/abc', headers })).status).toBe(405);
    expect((await get({ method: 'DELETE', path: '/healthz', headers })).status).toBe(405);
    const shared = await get({ method: 'POST', path: '/share', headers: { Origin: 'null' } });
    expect(JSON.parse(shared.body)).toEqual({ handler: 'web', method: 'POST' });
    expect((await get({ method: 'POST', path: '/shared', headers: { Origin: 'null' } })).status).toBe(403);
  });

  it('answers a bug with 500, reports it and lives on', async () => {
    expect((await get({ path: '/trpc/throw' })).status).toBe(500);
    expect(errors).toEqual([new Error('a bug')]);
    expect((await get({ path: '/healthz' })).status).toBe(200);
  });

  it('puts the security headers on every answer, refusals too', async () => {
    const answers = [await get({}), await get({ path: '/healthz' }), await get({ headers: { Host: 'evil.example' } })];
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'content-security-policy':
          "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
      });
    }
  });
});

describe('the Host', () => {
  it.each(['localhost', 'LOCALHOST:81', '127.0.0.1:5173', '127.9.9.9', '[::1]:3000', 'me.localhost:3000'])(
    'may be %s',
    async (host) => {
      expect((await get({ headers: { Host: host } })).status).toBe(200);
    },
  );

  it.each([
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'localhost@evil.example',
    '192.168.0.7:3000',
    'localhost:port',
  ])('may not be "%s"', async (host) => {
    const { status, body } = await get({ headers: { Host: host } });
    expect(status).toBe(421);
    expect(JSON.parse(body)).toMatchObject({ error: { type: 'wrong_host' } });
  });

  it('may be that of the public address', async () => {
    await server.close(aborted);
    await start('https://meanwhile.example:8443');
    expect((await get({ headers: { Host: 'meanwhile.example:8443' } })).status).toBe(200);
    expect((await get({ headers: { Host: 'meanwhile.example' } })).status).toBe(421);
  });
});

describe('a request that a proxy passed on', () => {
  it.each(['Forwarded', 'X-Forwarded-For', 'x-forwarded-host', 'X-Forwarded-Proto', 'X-Forwarded-Anything'])(
    'is refused by its header %s',
    async (header) => {
      const { status, body } = await get({ path: '/healthz', headers: { [header]: '10.0.0.1' } });
      expect(status).toBe(403);
      expect(JSON.parse(body)).toMatchObject({ error: { type: 'forwarded' } });
    },
  );
});

describe('the Origin', () => {
  const post = (headers: Record<string, string>, path = '/trpc/x') => get({ method: 'POST', path, headers });

  it('of a change must be this server, under the name it was asked by', async () => {
    expect((await post({ Origin: origin })).status).toBe(200);
    expect((await post({ Origin: 'http://localhost:5173', Host: 'localhost:5173' })).status).toBe(200);
    expect((await post({ Origin: `http://localhost:${port()}` })).status).toBe(403);
  });

  it.each(['https://evil.example', 'null', 'http://127.0.0.1', 'http://127.0.0.1:1'])(
    'of a change may not be %s',
    async (from) => {
      const { status, body } = await post({ Origin: from });
      expect(status).toBe(403);
      expect(JSON.parse(body)).toMatchObject({ error: { type: 'wrong_origin' } });
    },
  );

  it('must be named by a change, and need not by a query', async () => {
    expect((await post({})).status).toBe(403);
    expect((await get({ path: '/trpc/x' })).status).toBe(200);
    expect((await get({ path: '/trpc/x', headers: { Origin: origin } })).status).toBe(200);
  });

  it('keeps the pages of others from reading, too', async () => {
    expect((await get({ path: '/trpc/stream', headers: { Origin: 'http://127.0.0.1:1' } })).status).toBe(403);
  });

  it('may be the public address', async () => {
    await server.close(aborted);
    await start('https://localhost:8443');
    expect((await post({ Origin: 'https://localhost:8443' })).status).toBe(200);
  });

  it('is not asked of programs, who show a token', async () => {
    expect((await post({}, '/api/jobs')).status).toBe(200);
    expect((await post({ Origin: 'chrome-extension://abc' }, '/api/jobs')).status).toBe(200);
  });
});

describe('a body', () => {
  it('may hold 8 MB and is refused unread when it says that it holds more', async () => {
    const length = (bytes: number) => ({
      method: 'POST',
      path: '/trpc/x',
      headers: { Origin: origin, 'Content-Length': String(bytes) },
    });
    expect((await get({ ...length(2), body: '{}' })).status).toBe(200);
    const { status, body } = await get(length(8 * 1_048_576 + 1));
    expect(status).toBe(413);
    expect(JSON.parse(body)).toMatchObject({ error: { type: 'too_large', message: 'A request may hold up to 8 MB.' } });
  });
});

describe('the end', () => {
  const openStream = async () => {
    const asked = request(`${origin}/trpc/stream`, { agent: false }).end();
    return new Promise<IncomingMessage>((resolve) => {
      asked.once('response', resolve);
    });
  };

  it('takes no more connections and waits for streams until they are ended', async () => {
    await openStream();
    const closing = server.close(new AbortController().signal);
    await expect(get({ path: '/healthz' })).rejects.toThrow('ECONNREFUSED');
    for (const stream of streams) stream.end();
    await closing;
  });

  it('cuts what is left when it is told to', async () => {
    const response = await openStream();
    const cut = new AbortController();
    const closing = server.close(cut.signal);
    const end = new Promise((resolve) => {
      response.once('error', resolve);
    });
    cut.abort();
    await closing;
    expect(await end).toMatchObject({ code: 'ECONNRESET' });
  });

  it('says when the port is taken', async () => {
    const second = create(null);
    expect(await second.listen('127.0.0.1', Number(port()))).toEqual({ ok: false, error: { type: 'address_in_use' } });
  });
});
