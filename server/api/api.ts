import type { IncomingMessage, ServerResponse } from 'node:http';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import type { Handler } from '../http/http-server.ts';
import { createRateLimit, type RateLimit } from '../http/rate-limit.ts';
import type { Scope } from '../store/identity-tables.ts';
import type { Program } from '../store/program-store.ts';
import type { ApiDeps } from './api-deps.ts';
import { answerPages } from './cross-origin.ts';
import { describeOperations } from './openapi.ts';
import type { Operation } from './operation.ts';
import { jobOperations } from './operations.ts';
import { problem, sendProblem } from './problem.ts';

const burst = 1_000;

/**
 * The HTTP API for programs: all of `/api/`, by bearer token alone. It makes, reads and steers jobs; who drives them it does not know.
 * Nothing here reads a cookie, so no page can use it in a person's name.
 */
export function createApi(deps: ApiDeps): Handler {
  const rateLimit = createRateLimit({ clock: deps.clock, capacity: burst, perMinute: deps.ratePerMinute });
  const routes = routesOf(jobOperations);
  const document = describeOperations(jobOperations);
  return async (request, response) => {
    if (await answerPages(deps.programs.origins, request, response)) return;
    const url = URL.parse(request.url ?? '/', 'http://api.invalid');
    if (url?.pathname === document.path && request.method === 'GET') return document.send(response);
    const program = await admit(deps, rateLimit, request, response);
    if (program === null) return;
    const route = url === null ? null : findRoute(routes, url.pathname);
    if (url === null || route === null) return sendProblem(response, problem('not_found', 'There is nothing here.').error);
    const operation = route.operations.find(({ method }) => method === request.method);
    if (operation === undefined) return sendWrongMethod(response, route.operations);
    if (!includes(program.scope, operation.scope)) return sendWrongScope(response, operation.scope);
    await operation.run({ deps, account: program.accountId, id: route.id, search: url.searchParams, request, response });
  };
}

/** Who shows the request's token, counted against its rate; null when it has been refused. */
async function admit(
  { programs: { tokens } }: ApiDeps,
  rateLimit: RateLimit,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Program | null> {
  const { authorization } = request.headers;
  const program = await tokens.bearer(authorization);
  const key = program === null ? `from ${request.socket.remoteAddress}` : `token ${sha256Hex(authorization ?? '')}`;
  const allowed = rateLimit.take(key);
  if (!allowed.ok) {
    const seconds = Math.ceil(allowed.error.retryAfterMs / 1_000);
    response.setHeader('Retry-After', seconds);
    sendProblem(response, problem('rate_limited', `Too many requests. Ask again in ${seconds} s.`).error);
    return null;
  }
  if (program !== null) return program;
  response.setHeader('WWW-Authenticate', 'Bearer');
  const message =
    'This takes a token: Authorization: Bearer <token>. `npm run token` on the server makes one, and so do the settings.';
  sendProblem(response, problem('unauthorized', message).error);
  return null;
}

/** Who may write may read. */
const includes = (held: Scope, wanted: Scope): boolean => held === wanted || held === 'jobs:write';

function sendWrongScope(response: ServerResponse, scope: Scope): void {
  const message = `This takes a token with the scope ${scope}; this one may only read.`;
  sendProblem(response, problem('wrong_scope', message).error);
}

function sendWrongMethod(response: ServerResponse, operations: readonly Operation[]): void {
  const methods = operations.map(({ method }) => method);
  response.setHeader('Allow', methods.join(', '));
  sendProblem(response, problem('wrong_method', `This takes ${methods.join(' or ')}.`).error);
}

type Route = { readonly pattern: RegExp; readonly operations: readonly Operation[] };

/** One route a path, with all that may be done there. */
function routesOf(operations: readonly Operation[]): readonly Route[] {
  const byPath = Map.groupBy(operations, (operation) => operation.path);
  return [...byPath].map(([path, all]) => ({ pattern: new RegExp(`^${path.replace('{id}', '([^/]+)')}$`), operations: all }));
}

function findRoute(
  routes: readonly Route[],
  path: string,
): { readonly operations: readonly Operation[]; readonly id: string } | null {
  for (const { pattern, operations } of routes) {
    const found = pattern.exec(path);
    if (found !== null) return { operations, id: found[1] ?? '' };
  }
  return null;
}
