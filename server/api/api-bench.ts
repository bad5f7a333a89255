import { accountId } from '../../shared/kernel/brand.ts';
import { testNewId } from '../../shared/kernel/random.ts';
import type { Sleep } from '../../shared/kernel/time.ts';
import { createHub } from '../feed/hub.ts';
import { sendError } from '../http/answer.ts';
import { type Ask, ask } from '../http/http-client.testing.ts';
import { createHttpServer } from '../http/http-server.ts';
import { type BenchOptions, openBench } from '../jobs/bench.ts';
import { ann } from '../jobs/bench-person.ts';
import type { Program } from '../store/program-store.ts';
import { createApi } from './api.ts';
import { openEvents } from './event-reader.testing.ts';

/** An answer with its body read as JSON. */
export type JsonAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came as a program in any language would.
  readonly body: any;
};

/** Asks with a body that is sent as JSON, in the name of a token. */
export type JsonAsk = Omit<Ask, 'path' | 'body' | 'method'> & { readonly body?: unknown; readonly token?: string | null };

export type ApiBench = Awaited<ReturnType<typeof openApiBench>>;

/** The one origin whose pages may call. */
export const listedOrigin = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop';

/**
 * For tests: the API over real HTTP, in front of the jobs' bench. `ann` has the token `ann-token`, and `ann-reads`, which may
 * only read; `bob` has `bob-token`.
 */
export async function openApiBench(options: BenchOptions & { readonly ratePerMinute?: number } = {}) {
  const hub = createHub();
  const bench = await openBench({ ...options, hub });
  bench.store.onCommit(hub.rowsChanged);
  const stopping = new AbortController();
  const { sleep, wakeAll } = manualSleep();
  const programs = new Map<string, Program>([
    ['Bearer ann-token', { accountId: ann, role: 'person', scope: 'jobs:write' }],
    ['Bearer ann-reads', { accountId: ann, role: 'person', scope: 'jobs:read' }],
    ['Bearer bob-token', { accountId: accountId('bob'), role: 'person', scope: 'jobs:write' }],
  ]);
  const api = createApi({
    store: bench.store,
    jobs: bench.jobs,
    programs: {
      tokens: { bearer: async (authorization = '') => programs.get(authorization) ?? null },
      origins: { allows: async (origin) => origin === listedOrigin },
    },
    hub,
    view: { maxAttempts: 4, providerName: () => 'Anthropic' },
    ratePerMinute: options.ratePerMinute ?? 600,
    clock: bench.clock,
    sleep,
    newId: testNewId('api'),
    signal: stopping.signal,
  });
  const errors: unknown[] = [];
  const server = createHttpServer({
    publicOrigin: null,
    health: () => ({}),
    trpc: (_request, response) => sendError(response, 404, 'not_found', ''),
    api,
    metrics: (_request, response) => sendError(response, 404, 'not_found', ''),
    web: (_request, response) => sendError(response, 404, 'not_found', ''),
    onError: (error) => errors.push(error),
  });
  const listening = await server.listen('127.0.0.1', 0);
  if (!listening.ok) throw new Error(listening.error.type);
  const origin = listening.value;

  const send = async (
    method: string,
    path: string,
    { body, token = 'ann-token', headers = {} }: JsonAsk,
  ): Promise<JsonAnswer> => {
    const authorization: Record<string, string> = token === null ? {} : { Authorization: `Bearer ${token}` };
    const text = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const answer = await ask(origin, { method, path, headers: { ...authorization, ...headers }, ...text });
    return { status: answer.status, headers: answer.headers, body: answer.body === '' ? null : JSON.parse(answer.body) };
  };
  return {
    ...bench,
    origin,
    errors,
    get: (path: string, more: JsonAsk = {}) => send('GET', path, more),
    post: (path: string, body?: unknown, more: JsonAsk = {}) => send('POST', path, { ...more, body }),
    send,
    events: (path: string, lastEventId?: string) => openEvents(`${origin}${path}`, 'ann-token', lastEventId),
    /** Ends the patience of every stream that waits. */
    wakeStreams: wakeAll,
    stop: () => stopping.abort(),
    close: async () => {
      stopping.abort();
      await server.close(AbortSignal.abort());
      await bench.store.close();
    },
  };
}

/** The test twin of `Sleep`: wakes when the test says so. */
function manualSleep(): { readonly sleep: Sleep; readonly wakeAll: () => void } {
  const sleepers = new Set<() => void>();
  return {
    sleep: (_ms, signal) =>
      new Promise((resolve, reject) => {
        sleepers.add(resolve);
        signal?.addEventListener('abort', () => {
          sleepers.delete(resolve);
          reject(signal.reason);
        });
      }),
    wakeAll: () => {
      for (const wake of sleepers) wake();
      sleepers.clear();
    },
  };
}
