import { createServer } from 'node:http';
import { createClient } from 'redis';
import { createResumableStreamContext } from 'resumable-stream';
import type { Source } from '../deltas.ts';
import { gatherBundles } from './bundles.ts';
import { listenAnywhere } from './listen.ts';
import { bundleMs, feeds, type Way } from './way.ts';

/** The peer: npm `resumable-stream` over Redis, one stream and one connection a call, as it is used. Nothing of it is on a disk. */
export const openPeerWay = (source: Source, redis: string): Promise<Way> =>
  openStreams(
    redis,
    'call',
    (_name, say) => void source.add((delta) => say(`data: ${JSON.stringify(delta)}\n\n`)),
    async () => ({ made: source.made(), exact: 0 }),
  );

/** The same with the text bundled as ours is: one stream and one connection a person, the same events on the wire. */
export async function openBundledPeerWay(source: Source, calls: number, redis: string): Promise<Way> {
  const take = gatherBundles(source, calls);
  const readers = Array.from({ length: feeds }, (): ((chunk: string) => void) | null => null);
  const flush = () => {
    for (let feed = 0; feed < feeds; feed += 1) {
      const data = take(feed);
      if (data !== null) readers[feed]?.(data);
    }
  };
  const way = await openStreams(
    redis,
    'feed',
    (name, say) => {
      readers[Number(name)] = say;
    },
    async () => {
      flush();
      return { made: source.made(), exact: 0 };
    },
  );
  return { ...way, begin: async () => void setInterval(flush, bundleMs) };
}

/** One resumable stream for each name that is asked for, under this parameter; `speak` hands its chunks over. */
async function openStreams(
  redis: string,
  parameter: string,
  speak: (name: string, say: (chunk: string) => void) => void,
  finish: Way['finish'],
): Promise<Way> {
  const [publisher, subscriber] = [createClient({ url: redis }), createClient({ url: redis })];
  await Promise.all([publisher.connect(), subscriber.connect()]);
  const context = createResumableStreamContext({ waitUntil: () => undefined, publisher, subscriber });
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://peer').searchParams.get(parameter) ?? '';
    const spoken = (): ReadableStream<string> =>
      new ReadableStream({ start: (controller) => speak(name, (chunk) => controller.enqueue(chunk)) });
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.flushHeaders();
    void context.createNewResumableStream(name, spoken).then(async (stream) => {
      for await (const chunk of stream ?? []) response.write(chunk);
    });
  });
  return { origin: await listenAnywhere(server), begin: async () => undefined, finish };
}
