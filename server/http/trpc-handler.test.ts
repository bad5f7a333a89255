import { initTRPC, TRPCError } from '@trpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod/mini';
import { ask } from './http-client.testing.ts';
import { createHttpServer, type HttpServer } from './http-server.ts';
import { createTrpcHandler } from './trpc-handler.ts';

const t = initTRPC.context<{ readonly agent: string }>().create();
const router = t.router({
  who: t.procedure.query(({ ctx }) => ctx.agent),
  length: t.procedure.input(z.string()).mutation(({ input }) => input.length),
  fail: t.procedure.query(() => {
    throw new TRPCError({ code: 'NOT_FOUND' });
  }),
});

let server: HttpServer;
let origin: string;
let failed: unknown[];

const mutate = (body: string, headers: Record<string, string> = {}) =>
  ask(origin, {
    method: 'POST',
    path: '/trpc/length',
    body,
    headers: { Origin: origin, 'Content-Type': 'application/json', ...headers },
  });

beforeEach(async () => {
  failed = [];
  const trpc = createTrpcHandler({
    router,
    createContext: async (request, response) => {
      response.appendHeader('Set-Cookie', 'seen=1');
      return { agent: request.headers['user-agent'] ?? '' };
    },
    onError: ({ path, code }) => failed.push({ path, code }),
  });
  const nothing = () => undefined;
  server = createHttpServer({
    publicOrigin: null,
    health: () => ({}),
    trpc,
    api: nothing,
    metrics: nothing,
    web: nothing,
    onError: nothing,
  });
  const listening = await server.listen('127.0.0.1', 0);
  origin = listening.ok ? listening.value : '';
});

afterEach(() => server.close(AbortSignal.abort()));

describe('tRPC', () => {
  it('answers under /trpc/, with the context and the headers of its request', async () => {
    const { status, headers, body } = await ask(origin, { path: '/trpc/who', headers: { 'User-Agent': 'Test' } });
    expect({ status, body: JSON.parse(body) }).toEqual({ status: 200, body: { result: { data: 'Test' } } });
    expect(headers['set-cookie']).toEqual(['seen=1']);
    expect(headers['content-security-policy']).toContain("default-src 'self'");
  });

  it('takes a body that is large, and refuses one that is larger without saying so first', async () => {
    const most = JSON.stringify('x'.repeat(8 * 1_048_576 - 2));
    expect(JSON.parse((await mutate(most)).body)).toEqual({ result: { data: most.length - 2 } });
    const more = await mutate(`${most} `, { 'Transfer-Encoding': 'chunked' });
    expect(more.status).toBe(413);
  });

  it('reports what failed, by name', async () => {
    expect((await ask(origin, { path: '/trpc/fail' })).status).toBe(404);
    expect(failed).toEqual([{ path: 'fail', code: 'NOT_FOUND' }]);
  });
});
