import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AnyTRPCRouter, inferRouterContext } from '@trpc/server';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { type Handler, maxBodyBytes } from './http-server.ts';

export type TrpcHandlerOptions<Router extends AnyTRPCRouter> = {
  readonly router: Router;
  /** What every procedure of a request knows: who asks. Headers set on `response` go out with the answer. */
  readonly createContext: (request: IncomingMessage, response: ServerResponse) => Promise<inferRouterContext<Router>>;
  /** A procedure threw, or was refused; `code` is tRPC's. */
  readonly onError: (failed: { readonly path: string; readonly code: string; readonly error: unknown }) => void;
};

/** Serves a tRPC router under `/trpc/`, with bodies up to the largest we take. */
export function createTrpcHandler<Router extends AnyTRPCRouter>(options: TrpcHandlerOptions<Router>): Handler {
  return createHTTPHandler<AnyTRPCRouter>({
    router: options.router,
    basePath: '/trpc/',
    maxBodySize: maxBodyBytes,
    createContext: ({ req, res }) => options.createContext(req, res),
    onError: ({ path, error }) => options.onError({ path: path ?? '', code: error.code, error: error.cause ?? error }),
  });
}
