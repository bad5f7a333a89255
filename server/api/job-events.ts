import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createBell, firstOf } from '../../shared/kernel/bell.ts';
import type { AccountId, JobId } from '../../shared/kernel/brand.ts';
import type { ApiDeps } from './api-deps.ts';
import { cursorText, parseCursorText } from './event-cursor.ts';
import { type JobEventOut, type JobNews, newsOf } from './job-news.ts';
import { noSuchJob, sendProblem } from './problem.ts';

/** A stream that has nothing to tell says so this often, so that whatever stands between keeps it open. */
const heartbeatMs = 15_000;

/** A reader whose stream breaks should wait so long before it asks again. */
const reconnectMs = 1_000;

/**
 * Streams a job's events until its end, the reader's or the server's. It keeps no queue: woken by the hub, it reads from the store what
 * the reader has not had, and reads again only when that is on its way. So a slow reader costs nothing but its own time.
 */
export async function streamJobEvents(
  deps: ApiDeps,
  account: AccountId,
  id: JobId,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const closed = new AbortController();
  // Its reader may have left while the token was looked up.
  if (response.destroyed) return;
  response.once('close', () => closed.abort());
  const signal = AbortSignal.any([deps.signal, closed.signal]);
  const news = createNews(deps, account, id);
  try {
    let cursor = parseCursorText(String(request.headers['last-event-id'] ?? ''));
    let next = await news.after(cursor);
    if (next === null) return sendProblem(response, noSuchJob.error);
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store' });
    response.write(`retry: ${reconnectMs}\n\n`);
    while (next !== null && !signal.aborted) {
      await send(response, next.events.map(eventText).join(''), signal);
      if (next.isEnd) break;
      cursor = next.cursor;
      const hasNews = await news.come(signal, (stop) => deps.sleep(heartbeatMs, stop));
      if (!hasNews && !signal.aborted) response.write(': nothing new\n\n');
      next = hasNews ? await news.after(cursor) : { events: [], cursor, isEnd: false };
    }
    response.end();
  } finally {
    news.stop();
    closed.abort();
  }
}

type News = {
  readonly after: (cursor: JobNews['cursor']) => Promise<JobNews | null>;
  /** Waits for something new; false if the patience ended first. */
  readonly come: (signal: AbortSignal, patience: (stop: AbortSignal) => Promise<void>) => Promise<boolean>;
  readonly stop: () => void;
};

/** Listens from the first moment, so that nothing can happen between a reading and the wait after it. */
function createNews({ store, hub, view }: ApiDeps, account: AccountId, id: JobId): News {
  const bell = createBell();
  let isStale = false;
  const wake = (): void => {
    isStale = true;
    bell.ring();
  };
  const wakeFor = (call: string): void => {
    if (call.startsWith(`${id}/`)) wake();
  };
  const stop = hub.listen(account, { rows: wake, text: wakeFor, call: wakeFor, bell: () => undefined });
  return {
    after: (cursor) => {
      isStale = false;
      return store.transaction((tx) => newsOf(tx, account, id, cursor, view.providerName));
    },
    come: async (signal, patience) => {
      if (!isStale) await firstOf(signal, [bell.heard, patience]);
      return isStale;
    },
    stop,
  };
}

const eventText = ({ name, data, cursor }: JobEventOut): string =>
  `id: ${cursorText(cursor)}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** Hands text to the socket, and waits while that is full. */
async function send(response: ServerResponse, text: string, signal: AbortSignal): Promise<void> {
  if (text === '' || response.write(text)) return;
  await once(response, 'drain', { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
