import { createServer, type ServerResponse } from 'node:http';
import type { Source } from '../deltas.ts';
import { listenAnywhere } from './listen.ts';
import { bundleMs, feeds, type Way } from './way.ts';

/** The limit: node:http alone, one stream a browser, bundled as ours is, kept nowhere. */
export async function openRawWay(source: Source, calls: number): Promise<Way> {
  const readers = Array.from({ length: feeds }, (): ServerResponse | null => null);
  const bundles = Array.from({ length: feeds }, () => new Map<number, string>());
  const offsets = new Map<number, number>();
  for (let call = 0; call < calls; call += 1) {
    const bundle = bundles[call % feeds];
    source.add((delta) => bundle?.set(call, (bundle.get(call) ?? '') + delta));
  }
  const flush = () => {
    for (const [at, bundle] of bundles.entries()) {
      const messages = [...bundle].map(([call, text]) => ({
        type: 'text',
        call: `c${call}`,
        offset: offsets.get(call) ?? 0,
        text,
      }));
      for (const [call, text] of bundle) offsets.set(call, (offsets.get(call) ?? 0) + text.length);
      bundle.clear();
      if (messages.length > 0) readers[at]?.write(`data: ${JSON.stringify(messages)}\n\n`);
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
    finish: async () => ({ made: source.made(), exact: 0 }),
  };
}
