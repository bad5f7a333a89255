import { createServer } from 'node:http';
import { createClient } from 'redis';
import { createResumableStreamContext } from 'resumable-stream';
import type { Source } from '../deltas.ts';
import { listenAnywhere } from './listen.ts';
import type { Way } from './way.ts';

/** The peer: npm `resumable-stream` over Redis, one stream and one connection a call, as it is used. Nothing of it is on a disk. */
export async function openPeerWay(source: Source, redis: string): Promise<Way> {
  const [publisher, subscriber] = [createClient({ url: redis }), createClient({ url: redis })];
  await Promise.all([publisher.connect(), subscriber.connect()]);
  const context = createResumableStreamContext({ waitUntil: () => undefined, publisher, subscriber });
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://peer').searchParams.get('call') ?? '';
    const spoken = (): ReadableStream<string> =>
      new ReadableStream({
        start: (controller) => {
          source.add((delta) => controller.enqueue(`data: ${JSON.stringify(delta)}\n\n`));
        },
      });
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.flushHeaders();
    void context.createNewResumableStream(name, spoken).then(async (stream) => {
      for await (const chunk of stream ?? []) response.write(chunk);
    });
  });
  return {
    origin: await listenAnywhere(server),
    begin: async () => undefined,
    finish: async () => ({ made: source.made(), exact: 0 }),
  };
}
