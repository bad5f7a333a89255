import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { securityHeaders, sendError, sendJson } from './answer.ts';
import { checkRequest, type GateRules } from './gate.ts';
import { httpOrigin } from './loopback.ts';

/** Answers one request. What it throws is logged and answered with 500. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export type HttpServerOptions = {
  readonly publicOrigin: string | null;
  /** What `/healthz` tells beside `"status":"ok"`. */
  readonly health: () => Readonly<Record<string, unknown>>;
  readonly trpc: Handler;
  /** All of `/api/`. */
  readonly api: Handler;
  /** `/metrics`, GET and HEAD only. */
  readonly metrics: Handler;
  /** The web app: every other path, GET and HEAD only, and POST for what is shared with it. */
  readonly web: Handler;
  /** A handler threw: someone must look. */
  readonly onError: (error: unknown) => void;
};

/** Why a server could not begin to listen. */
export type ListenError = { readonly type: 'address_in_use' } | { readonly type: 'cannot_listen'; readonly code: string };

export type HttpServer = {
  /** Begins to answer; gives the origin, with the port that was free if 0 was asked for. */
  readonly listen: (host: string, port: number) => Promise<Result<string, ListenError>>;
  /**
   * Takes no more connections, ends those that are idle, and resolves when the last request is answered. Streams do not end by
   * themselves: whoever serves them ends them, or `cut` does, by aborting.
   */
  readonly close: (cut: AbortSignal) => Promise<void>;
};

/** The largest body of any request. */
export const maxBodyBytes = 8 * 1_048_576;

/** The frame around everything that is served: who may ask, where a path leads, and an orderly end. Does nothing until `listen`. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const rules: GateRules = { publicOrigin: options.publicOrigin, maxBodyBytes };
  const server = createServer((request, response) => {
    answer(options, rules, request, response).catch((error: unknown) => {
      options.onError(error);
      if (response.headersSent) response.destroy();
      else sendError(response, 500, 'internal', 'Something went wrong on the server.');
    });
  });
  return {
    listen: (host, port) => listen(server, host, port),
    close: (cut) => close(server, cut),
  };
}

async function answer(
  options: HttpServerOptions,
  rules: GateRules,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  const method = request.method ?? 'GET';
  const [path = '/'] = (request.url ?? '/').split('?');
  const allowed = checkRequest(rules, { method, path, headers: request.headers });
  if (!allowed.ok) {
    // What is left of a refused body is not worth reading.
    response.setHeader('Connection', 'close');
    sendError(response, allowed.error.status, allowed.error.type, allowed.error.message);
  } else if (path.startsWith('/trpc/')) {
    await options.trpc(request, response);
  } else if (path.startsWith('/api/')) {
    await options.api(request, response);
  } else if (method !== 'GET' && method !== 'HEAD' && !(method === 'POST' && path === '/share')) {
    sendError(response, 405, 'wrong_method', `Nothing here takes ${method}.`);
  } else if (path === '/healthz') {
    sendJson(response, 200, { status: 'ok', ...options.health() });
  } else if (path === '/metrics') {
    await options.metrics(request, response);
  } else {
    await options.web(request, response);
  }
}

function listen(server: Server, host: string, port: number): Promise<Result<string, ListenError>> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => {
      resolve(err(error.code === 'EADDRINUSE' ? { type: 'address_in_use' } : { type: 'cannot_listen', code: error.code ?? '' }));
    };
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      const address = server.address();
      resolve(ok(httpOrigin(host, address !== null && typeof address === 'object' ? address.port : port)));
    });
  });
}

function close(server: Server, cut: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cutAll = () => server.closeAllConnections();
    server.close(() => {
      cut.removeEventListener('abort', cutAll);
      resolve();
    });
    server.closeIdleConnections();
    if (cut.aborted) cutAll();
    else cut.addEventListener('abort', cutAll, { once: true });
  });
}
