import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type OpenFeed, openFeedServer } from '../../e2e/fixtures/feed-server.ts';
import { accountId, callId, deviceId, driverId, jobId, seq, stepId, storeId } from '../../shared/kernel/brand.ts';
import type { FeedInput, FeedMessage } from '../../shared/protocol/feed.ts';
import { protocolVersion } from '../../shared/protocol/version.ts';
import { createRemote } from './remote.ts';

/* One life of the feed, over a real line. That another one follows it is proved beside `follow`. */

let server: Awaited<ReturnType<typeof openFeedServer>>;
beforeEach(async () => {
  server = await openFeedServer();
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await server.close();
});

const input: FeedInput = {
  protocol: protocolVersion,
  account: accountId('ann'),
  device: deviceId('laptop'),
  driver: driverId('laptop.1'),
  storeId: storeId('store'),
  cursor: seq(7),
  offsets: { 'j1.write.1': 12 },
};
const call = callId(jobId('j1'), stepId('write'), 1);
const text = (offset: number, said: string): FeedMessage => ({ type: 'text', call, offset, text: said });
const rows = (at: number): FeedMessage => ({ type: 'rows', rows: [], cursor: seq(at), lastChange: 0, more: false });

/** Opens a feed; `take` is what the device does with what comes. The wait for its beginning lasts until `late` is called. */
function listen(take: (messages: readonly FeedMessage[]) => Promise<void> = async () => {}) {
  const [life, late] = [new AbortController(), Promise.withResolvers<void>()];
  const heard: (readonly FeedMessage[])[] = [];
  const remote = createRemote({
    origin: server.origin,
    deviceName: 'Chrome on Linux',
    sleep: () => late.promise,
    knownBrief: async () => null,
    trouble: (error) => {
      throw error;
    },
  });
  const onMessages = (messages: readonly FeedMessage[]) => {
    heard.push(messages);
    return take(messages);
  };
  const over = remote.feed(input, onMessages, life.signal);
  return { over, heard, life, late: late.resolve };
}

/** How many events have come over the line, taken in or not. */
function countEvents(): () => number {
  let events = 0;
  class Counting extends EventSource {
    constructor(url: string | URL, init?: EventSourceInit) {
      super(url, init);
      this.addEventListener('message', () => {
        events += 1;
      });
    }
  }
  vi.stubGlobal('EventSource', Counting);
  return () => events;
}

const opened = (): Promise<OpenFeed> => vi.waitUntil(() => server.feeds[0]);

describe('a feed', () => {
  it('says how far the device is, and hands over what comes, in order', async () => {
    const { over, heard } = listen();
    const feed = await opened();
    expect(feed.input).toEqual({ ...input, deviceName: 'Chrome on Linux' });
    feed.say([text(12, 'The ')]);
    feed.say([text(16, 'quarter')]);
    feed.finish();
    await over;
    expect(heard.flat()).toEqual([text(12, 'The '), text(16, 'quarter')]);
  });

  it('hands over nothing while the device is at work, and then all that came, rows as one', async () => {
    const arrived = countEvents();
    const atWork = Promise.withResolvers<void>();
    const { over, heard } = listen(() => atWork.promise);
    const feed = await opened();
    for (const at of [8, 9, 10]) feed.say([rows(at)]);
    await expect.poll(arrived).toBe(3);
    expect(heard).toEqual([[rows(8)]]);
    feed.finish();
    atWork.resolve();
    await over;
    expect(heard).toEqual([[rows(8)], [rows(10)]]);
  });

  it('ends with a line that is lost, and leaves it to its reader to open another', async () => {
    const { over, heard } = listen();
    const feed = await opened();
    feed.say([text(12, 'The ')]);
    await expect.poll(() => heard).toHaveLength(1);
    server.cut();
    await over;
    expect({ heard: heard.flat(), feeds: server.feeds.length }).toEqual({ heard: [text(12, 'The ')], feeds: 1 });
  });

  it('ends where there is no server', async () => {
    await server.close();
    const { over, heard } = listen();
    await over;
    expect(heard).toEqual([]);
    server = await openFeedServer();
  });

  it('is given up when it has not begun in time, and is not once it has', async () => {
    server.mute();
    const mute = listen();
    mute.late();
    await mute.over;
    await server.close();
    server = await openFeedServer();
    const { over, heard, late } = listen();
    const feed = await opened();
    feed.say([text(12, 'The ')]);
    await expect.poll(() => heard).toHaveLength(1);
    late();
    feed.say([text(16, 'quarter')]);
    feed.finish();
    await over;
    expect(heard.flat()).toEqual([text(12, 'The '), text(16, 'quarter')]);
  });

  it('closes when its signal aborts, and hands over nothing more', async () => {
    const { over, heard, life } = listen();
    const feed = await opened();
    feed.say([text(12, 'The ')]);
    await expect.poll(() => heard).toHaveLength(1);
    life.abort();
    feed.say([text(16, 'quarter')]);
    await Promise.all([over, feed.closed]);
    expect(heard).toHaveLength(1);
  });

  it('ends at once under a signal that has aborted before', async () => {
    const remote = createRemote({
      origin: server.origin,
      deviceName: 'Chrome on Linux',
      sleep: () => new Promise(() => {}),
      knownBrief: async () => null,
      trouble: () => {},
    });
    await remote.feed(input, () => Promise.reject(new Error('nothing comes')), AbortSignal.abort());
  });

  it('ends when the device could not keep what came, and says why', async () => {
    const full = new Error('The disk is full.');
    const { over } = listen(() => Promise.reject(full));
    const said = over.catch((error: unknown) => error);
    const feed = await opened();
    feed.say([rows(8)]);
    expect(await said).toBe(full);
    await feed.closed;
  });
});
