import { readEvents } from './event-stream.ts';
import { pagePorts } from './page-ports.system.ts';
import { createPatience, isPassing, type PatiencePorts } from './patience.ts';
import { type Job, type JobEvent, type JobRequest, MeanwhileError } from './protocol.ts';

export type ClientOptions = {
  /** Where the server is, such as `http://127.0.0.1:3000`. */
  readonly server: string;
  /** From `npm run token` or the settings. Whoever can read the page's script can read it too. */
  readonly token: string;
  /** What it stands on; a page leaves it out. */
  readonly ports?: ClientPorts;
};

/** What a client takes from its surroundings. */
export type ClientPorts = PatiencePorts & { readonly fetch: (url: string, init: RequestInit) => Promise<Response> };

export type Client = {
  /**
   * Makes a job; gives its id. The same key within 24 hours makes no second one, so that a request whose answer was lost can be sent
   * again. Rejects with a `MeanwhileError`.
   */
  readonly startJob: (request: JobRequest, options?: { readonly key?: string; readonly signal?: AbortSignal }) => Promise<string>;
  /** A job as it is now. Waits out a lost connection; a signal limits that. */
  readonly readJob: (jobId: string, signal?: AbortSignal) => Promise<Job>;
  readonly cancelJob: (jobId: string) => Promise<void>;
  /**
   * A job's events until its end, whatever happens to the connection in between: nothing is lost and nothing comes twice. `onLost` is
   * told each time the connection went, with the wait before the next try. Throws a `MeanwhileError` when the server says no.
   */
  readonly followJob: (jobId: string, options?: FollowOptions) => AsyncGenerator<JobEvent>;
};

export type FollowOptions = { readonly signal?: AbortSignal; readonly onLost?: (waitMs: number) => void };

/** Talks to one Meanwhile server in the name of one token. Asks nothing until it is told to. */
export function createClient({ server, token, ports = pagePorts }: ClientOptions): Client {
  const ask = (path: string, { headers, ...init }: RequestInit & { readonly headers?: Record<string, string> }) =>
    send(ports, `${server.replace(/\/+$/, '')}${path}`, { ...init, headers: { ...headers, Authorization: `Bearer ${token}` } });
  const jobPath = (jobId: string) => `/api/jobs/${encodeURIComponent(jobId)}`;
  return {
    startJob: async (request, { key, signal } = {}) => {
      const keyed: Record<string, string> = key === undefined ? {} : { 'Idempotency-Key': key };
      const headers = { 'Content-Type': 'application/json', ...keyed };
      const init = { method: 'POST', body: JSON.stringify(request), headers, ...(signal && { signal }) };
      return (await (await ask('/api/jobs', init)).json()).jobId;
    },
    readJob: (jobId, signal) => insist(async () => (await ask(jobPath(jobId), signal ? { signal } : {})).json(), ports, signal),
    cancelJob: async (jobId) => {
      await ask(`${jobPath(jobId)}/cancel`, { method: 'POST' });
    },
    followJob: (jobId, options) => follow((init) => ask(`${jobPath(jobId)}/events`, init), ports, options),
  };
}

/** The server says something at least every 15 s; a stream that is silent for so long is dead, whatever the socket looks like. */
const silenceMs = 45_000;

async function* follow(
  open: (init: RequestInit & { readonly headers: Record<string, string> }) => Promise<Response>,
  ports: ClientPorts,
  { signal = never(), onLost = () => {} }: FollowOptions = {},
): AsyncGenerator<JobEvent> {
  const patience = createPatience(ports, signal, onLost);
  let lastId = '';
  while (!signal.aborted) {
    try {
      const resume: Record<string, string> = lastId === '' ? {} : { 'Last-Event-ID': lastId };
      const { body } = await open({ headers: { Accept: 'text/event-stream', ...resume }, cache: 'no-store', signal });
      for await (const { id, event } of readEvents(body ?? new ReadableStream(), within(ports, silenceMs))) {
        lastId = id;
        patience.reset();
        yield event;
        if (event.type === 'end') return;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!isPassing(error)) throw error;
    }
    // A stream that closes without its end was cut off, too.
    await patience.wait();
  }
}

/** Asks until there is an answer, or the signal aborts. */
async function insist<T>(ask: () => Promise<T>, ports: ClientPorts, signal = never()): Promise<T> {
  const patience = createPatience(ports, signal, () => {});
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (signal.aborted || !isPassing(error)) throw error;
      await patience.wait();
    }
  }
}

/** Puts a limit to how long each part of a stream may take. */
const within =
  (ports: ClientPorts, ms: number) =>
  async <T>(part: Promise<T>): Promise<T> => {
    const answered = new AbortController();
    const late = ports.sleep(ms, answered.signal).then(() => {
      throw new MeanwhileError('unreachable', 0, 'The server fell silent.');
    });
    try {
      return await Promise.race([part, late]);
    } finally {
      answered.abort();
    }
  };

const never = (): AbortSignal => new AbortController().signal;

/** Asks; what is not a yes rejects with the server's own words. */
async function send(ports: ClientPorts, url: string, init: RequestInit): Promise<Response> {
  const response = await ports.fetch(url, { ...init, credentials: 'omit' }).catch((error: unknown) => {
    if (init.signal?.aborted === true) throw error;
    throw new MeanwhileError(
      'unreachable',
      0,
      'The server could not be reached. Is it running, and is this page’s origin listed there?',
    );
  });
  if (response.ok) return response;
  const said = await response.json().catch(() => null);
  const { type = 'internal', message = `The server answered with ${response.status}.` } = said?.error ?? {};
  throw new MeanwhileError(type, response.status, message);
}
