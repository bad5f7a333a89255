import type { IncomingMessage } from 'node:http';
import { sendError } from '../http/answer.ts';
import type { Handler } from '../http/http-server.ts';
import { isLoopbackAddress } from '../http/loopback.ts';
import type { Tokens } from '../identity/tokens.ts';
import type { Metrics } from './metrics.ts';

export type MetricsHandlerOptions = {
  readonly metrics: Pick<Metrics, 'page'>;
  readonly tokens: Pick<Tokens, 'bearer'>;
  /** Only this machine is served: what connects from it needs no token. Behind a proxy everybody would seem to connect from it. */
  readonly isLoopbackMode: boolean;
};

/** Answers `GET /metrics`: to this machine, where it alone is served, and to whoever shows a token of the owner's. */
export function createMetricsHandler({ metrics, tokens, isLoopbackMode }: MetricsHandlerOptions): Handler {
  const refusalOf = async (request: IncomingMessage) => {
    if (isLoopbackMode && isLoopbackAddress(request.socket.remoteAddress)) return null;
    const program = await tokens.bearer(request.headers.authorization);
    if (program === null) return { status: 401, type: 'unauthorized' };
    return program.role === 'owner' ? null : { status: 403, type: 'owner_only' };
  };
  return async (request, response) => {
    const refusal = await refusalOf(request);
    if (refusal === null) {
      const { type, text } = await metrics.page();
      response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store' });
      response.end(text);
      return;
    }
    if (refusal.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    sendError(response, refusal.status, refusal.type, 'The figures take a token of the owner: Authorization: Bearer <token>.');
  };
}
