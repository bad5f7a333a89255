import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { accountId } from '../../shared/kernel/brand.ts';
import { ask } from '../http/http-client.testing.ts';
import type { Program } from '../store/program-store.ts';
import { createMetricsHandler } from './metrics-handler.ts';

let server: Server;
afterEach(() => {
  server.close();
});

/** A server whose monitor's page is `page`; the tokens `owner` and `person` are known. */
async function serve(isLoopbackMode: boolean): Promise<string> {
  const programs: Readonly<Record<string, Program>> = {
    'Bearer owner': { accountId: accountId('a'), role: 'owner', scope: 'jobs:read' },
    'Bearer person': { accountId: accountId('b'), role: 'person', scope: 'jobs:write' },
  };
  const handler = createMetricsHandler({
    metrics: { page: async () => ({ type: 'text/plain', text: 'page' }) },
    tokens: { bearer: async (shown) => programs[shown ?? ''] ?? null },
    isLoopbackMode,
  });
  server = createServer((request, response) => void handler(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

const get = (origin: string, token?: string) =>
  ask(origin, { path: '/metrics', ...(token && { headers: { Authorization: `Bearer ${token}` } }) });

describe('who may read the figures', () => {
  it('is this machine without a token, where it alone is served', async () => {
    const { status, body, headers } = await get(await serve(true));
    expect({ status, body, kept: headers['cache-control'] }).toEqual({ status: 200, body: 'page', kept: 'no-store' });
  });

  it('is the owner alone, by a token of either scope, where others could seem to be this machine', async () => {
    const origin = await serve(false);
    expect(await get(origin, 'owner')).toMatchObject({ status: 200, body: 'page' });
    const nobody = await get(origin);
    expect(nobody).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } });
    expect((await get(origin, 'unknown')).status).toBe(401);
    const person = await get(origin, 'person');
    expect([person.status, JSON.parse(person.body).error.type]).toEqual([403, 'owner_only']);
    for (const { body } of [nobody, person]) expect(body).not.toBe('page');
  });
});
