import { createTRPCClient, httpLink, splitLink, type TRPCClient, type TRPCLink } from '@trpc/client';
import type { AppRouter } from '../../server/router.ts';
import type { Sleep } from '../../shared/kernel/time.ts';

/** The server's procedures, typed. Calls reject with tRPC's error; whoever calls says what that means. */
export type Api = TRPCClient<AppRouter>;
type ApiLink = TRPCLink<AppRouter>;

export type ApiOptions = {
  /** Such as `http://127.0.0.1:3000`: an EventSource in a worker wants an absolute address. */
  readonly origin: string;
  readonly sleep: Sleep;
  /** Carries subscriptions; only the engine has one. */
  readonly feedLink?: ApiLink;
};

/** A request may take this long, and a second more for each of these many characters that it carries. */
const limitMs = 10_000;
const charsPerSecond = 64 * 1024;

/** Where the procedures are found. */
export const trpcUrl = (origin: string): string => `${origin}/trpc`;

/** Each call is a request of its own: the answer to one never waits for that of another. */
export function createApi({ origin, sleep, feedLink }: ApiOptions): Api {
  const requests = httpLink({ url: trpcUrl(origin), fetch: fetchWithin(sleep) });
  if (feedLink === undefined) return createTRPCClient<AppRouter>({ links: [requests] });
  const links = [splitLink({ condition: ({ type }) => type === 'subscription', true: feedLink, false: requests })];
  return createTRPCClient<AppRouter>({ links });
}

type Fetch = NonNullable<NonNullable<Parameters<typeof httpLink>[0]>['fetch']>;

/** Requests that end in a stated time, answered or not. The time runs until the answer's head is here. */
const fetchWithin =
  (sleep: Sleep): Fetch =>
  async (url, init) => {
    const chars = typeof init?.body === 'string' ? init.body.length : 0;
    const [limit, answered] = [new AbortController(), new AbortController()];
    sleep(limitMs + (chars / charsPerSecond) * 1_000, answered.signal).then(
      () => limit.abort(new DOMException('The server did not answer in time', 'TimeoutError')),
      () => {},
    );
    const signals = [limit.signal, ...(init?.signal ? [init.signal] : [])];
    try {
      return await fetch(url, { ...init, signal: AbortSignal.any(signals) });
    } finally {
      answered.abort();
    }
  };
