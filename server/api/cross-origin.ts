import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Origins } from '../identity/origins.ts';
import { problem, sendProblem } from './problem.ts';

/** How long a browser may remember that a page is allowed, in seconds. */
const rememberedS = 600;

/**
 * Lets pages of listed origins read what their tokens open, and no others. A browser asks before it sends a token; the answer never
 * allows cookies. True if the request was such a question and is answered. What is not a page's is left alone.
 */
export async function answerPages(
  origins: Pick<Origins, 'allows'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { origin } = request.headers;
  if (origin === undefined) return false;
  response.setHeader('Vary', 'Origin');
  const isAllowed = await origins.allows(origin);
  if (isAllowed) {
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Expose-Headers', 'Location, Retry-After');
  }
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return false;
  if (isAllowed) {
    response.setHeader('Access-Control-Allow-Methods', 'GET, POST, DELETE');
    response.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type, Idempotency-Key, Last-Event-ID');
    response.setHeader('Access-Control-Max-Age', rememberedS);
    response.writeHead(204).end();
  } else {
    const message = `Pages of ${origin} may not call this server. Its owner can list them in the settings.`;
    sendProblem(response, problem('wrong_origin', message).error);
  }
  return true;
}
