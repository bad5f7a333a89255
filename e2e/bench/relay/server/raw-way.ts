import { createServer, type ServerResponse } from 'node:http';
import type { Source } from '../deltas.ts';
import { gatherBundles } from './bundles.ts';
import { listenAnywhere } from './listen.ts';
import { bundleMs, feeds, type Way } from './way.ts';

/** The limit: node:http alone, one stream a browser, bundled as ours is, kept nowhere. */
export async function openRawWay(source: Source, calls: number): Promise<Way> {
  const readers = Array.from({ length: feeds }, (): ServerResponse | null => null);
  const take = gatherBundles(source, calls);
  const flush = () => {
    for (let feed = 0; feed < feeds; feed += 1) {
      const data = take(feed);
      if (data !== null) readers[feed]?.write(data);
    }
  };
  const server = createServer((request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.flushHeaders();
    readers[Number(new URL(request.url ?? '/', 'http://raw').searchParams.get('feed'))] = response;
  });
  return {
    origin: await listenAnywhere(server),
    begin: async () => void setInterval(flush, bundleMs),
    finish: async () => {
      flush();
      return { made: source.made(), exact: 0 };
    },
  };
}
