import { httpSubscriptionLink, TRPCClientError } from '@trpc/client';
import type { Remote } from '../../shared/device/remote.ts';
import type { Reply } from '../../shared/engine/server-port.ts';
import { aborted } from '../../shared/kernel/bell.ts';
import type { BriefHash } from '../../shared/kernel/brand.ts';
import { err, ok } from '../../shared/kernel/result.ts';
import type { Sleep } from '../../shared/kernel/time.ts';
import type { FeedInput, FeedMessage } from '../../shared/protocol/feed.ts';
import { type Brief, briefSchema } from '../../shared/recipes/recipe.ts';
import { type Api, createApi, trpcUrl } from './api.ts';
import { gather } from './gather.ts';

export type RemoteOptions = {
  readonly origin: string;
  /** What this device is called on the person's other devices. */
  readonly deviceName: string;
  readonly sleep: Sleep;
  /** A brief that this device made itself; null if it did not. */
  readonly knownBrief: (hash: BriefHash) => Promise<Brief | null>;
  /** The server refused a message as malformed: someone must look. */
  readonly trouble: (error: unknown) => void;
};

/** A feed that has not begun by then is given up. */
const feedStartMs = 10_000;

/** The server, for the engine: requests that fail are `unreachable`, to be asked again; the feed ends at its first sign of trouble. */
export function createRemote(options: RemoteOptions): Remote {
  const { origin, sleep } = options;
  const api = createApi({ origin, sleep, feedLink: httpSubscriptionLink({ url: trpcUrl(origin) }) });
  const ask = <T>(call: Promise<T>): Reply<T> => call.then(ok, (error: unknown) => unreachable(options, error));
  return {
    drive: {
      take: (message) => ask(api.drive.take.mutate(message)),
      claim: (message) => ask(api.drive.claim.mutate(message)),
      report: (message) => ask(api.drive.report.mutate(message)),
      giveBack: (message) => ask(api.drive.giveBack.mutate(message)),
      beat: (message) => ask(api.drive.beat.mutate(message)),
      brief: async (_job, hash) => {
        const known = await options.knownBrief(hash);
        if (known !== null) return ok(known);
        return ask(api.jobs.brief.query({ hash }).then((brief) => (brief === null ? null : briefSchema.parse(brief))));
      },
      output: (call) => ask(api.calls.output.query({ call })),
    },
    push: (push) => ask(api.sync.push.mutate({ ...push, entries: [...push.entries], briefs: [...push.briefs] })),
    feed: (input, onMessages, signal) => listen({ api, sleep }, { ...input, deviceName: options.deviceName }, onMessages, signal),
  };
}

/** A refusal for its form is a bug and is told; that the session ended, the feed and the outbox say themselves. */
function unreachable(options: RemoteOptions, error: unknown) {
  const status = error instanceof TRPCClientError ? error.data?.httpStatus : undefined;
  if (typeof status === 'number' && status >= 400 && status < 500 && status !== 401 && status !== 429) options.trouble(error);
  return err({ type: 'unreachable' } as const);
}

/**
 * One life of the feed. Messages are handed over one after another. EventSource would try again by itself, 3 s later and with the old
 * cursor: so the first lost connection ends it, and whoever listens opens a new one.
 */
async function listen(
  { api, sleep }: { readonly api: Api; readonly sleep: Sleep },
  input: FeedInput,
  onMessages: (messages: readonly FeedMessage[]) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const life = new AbortController();
  const end = () => life.abort();
  signal.addEventListener('abort', end, { once: true });
  const waiting: FeedMessage[] = [];
  let last = Promise.resolve();
  let hasBegun = false;
  const takeIn = async () => {
    const messages = gather(waiting.splice(0));
    // Also once the stream is over: the last message says why, such as that this copy must begin anew.
    if (!signal.aborted && messages.length > 0) await onMessages(messages);
  };
  const subscription = api.feed.subscribe.subscribe(input, {
    onStarted: () => {
      hasBegun = true;
    },
    onData: (messages) => {
      waiting.push(...messages);
      last = last.then(takeIn);
      last.catch(end);
    },
    onConnectionStateChange: ({ state, error }) => {
      if (state === 'connecting' && (hasBegun || error !== null)) end();
    },
    onError: end,
    onStopped: end,
    onComplete: end,
  });
  sleep(feedStartMs, life.signal).then(
    () => {
      if (!hasBegun) end();
    },
    () => {},
  );
  if (signal.aborted) end();
  await aborted(life.signal);
  subscription.unsubscribe();
  signal.removeEventListener('abort', end);
  await last;
}
