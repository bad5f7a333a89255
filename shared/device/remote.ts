import type { DriveServer, Reply } from '../engine/server-port.ts';
import type { FeedInput, FeedMessage } from '../protocol/feed.ts';
import type { Push, PushAnswer } from '../protocol/push.ts';

/** The server as a device's engine sees it. */
export type Remote = {
  readonly drive: DriveServer;
  readonly push: (push: Push) => Reply<PushAnswer>;
  /** Opens the feed and hands over what comes, in order; resolves when the stream has ended for whatever reason. */
  readonly feed: (
    input: FeedInput,
    onMessages: (messages: readonly FeedMessage[]) => Promise<void>,
    signal: AbortSignal,
  ) => Promise<void>;
};
