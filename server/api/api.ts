import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AccountId, isId, type JobId, jobId } from '../../shared/kernel/brand.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { sendJson } from '../http/answer.ts';
import { type Handler, maxBodyBytes } from '../http/http-server.ts';
import { createRateLimit, type RateLimit } from '../http/rate-limit.ts';
import type { ApiDeps } from './api-deps.ts';
import { createJob } from './create-job.ts';
import { parseInput } from './input-fault.ts';
import { streamJobEvents } from './job-events.ts';
import { idempotencyKey, jobRequest } from './job-request.ts';
import { resultOf } from './job-result.ts';
import { jobView } from './job-view.ts';
import { readJsonBody } from './json-body.ts';
import { listJobs } from './list-jobs.ts';
import { noSuchJob, type Problem, problem, sendProblem } from './problem.ts';
import { steerJob, type Verb } from './steer-job.ts';

const burst = 1_000;

/**
 * The HTTP API for programs: all of `/api/`, by bearer token alone. It makes, reads and steers jobs; who drives them it does not know.
 * Nothing here reads a cookie, so no page can use it in a person's name.
 */
export function createApi(deps: ApiDeps): Handler {
  const rateLimit = createRateLimit({ clock: deps.clock, capacity: burst, perMinute: deps.ratePerMinute });
  return async (request, response) => {
    const url = URL.parse(request.url ?? '/', 'http://api.invalid');
    const account = await admit(deps, rateLimit, request, response);
    if (account === null) return;
    const route = url === null ? null : findRoute(url.pathname);
    if (url === null || route === null) return sendProblem(response, problem('not_found', 'There is nothing here.').error);
    const operation = route.methods[request.method ?? 'GET'];
    if (operation === undefined) {
      response.setHeader('Allow', Object.keys(route.methods).join(', '));
      return sendProblem(response, problem('wrong_method', `This takes ${Object.keys(route.methods).join(' or ')}.`).error);
    }
    await operation({ deps, account, id: route.id, search: url.searchParams, request, response });
  };
}

/** The account of the request's token, counted against its rate; null when it has been refused. */
async function admit(
  { identity }: ApiDeps,
  rateLimit: RateLimit,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<AccountId | null> {
  const { authorization } = request.headers;
  const account = await identity.bearer(authorization);
  const key = account === null ? `from ${request.socket.remoteAddress}` : `token ${sha256Hex(authorization ?? '')}`;
  const allowed = rateLimit.take(key);
  if (!allowed.ok) {
    const seconds = Math.ceil(allowed.error.retryAfterMs / 1_000);
    response.setHeader('Retry-After', seconds);
    sendProblem(response, problem('rate_limited', `Too many requests. Ask again in ${seconds} s.`).error);
    return null;
  }
  if (account !== null) return account.accountId;
  response.setHeader('WWW-Authenticate', 'Bearer');
  const message = 'This takes a token: Authorization: Bearer <token>. `npm run token` on the server makes one.';
  sendProblem(response, problem('unauthorized', message).error);
  return null;
}

type Call = {
  readonly deps: ApiDeps;
  readonly account: AccountId;
  /** Of the job in the path; empty where there is none. */
  readonly id: string;
  readonly search: URLSearchParams;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
};
type Operation = (call: Call) => Promise<void>;
type Methods = Readonly<Record<string, Operation>>;

const create: Operation = async ({ deps, account, request, response }) => {
  const body = await readJsonBody(request, maxBodyBytes);
  if (!body.ok) return sendProblem(response, body.error);
  const asked = parseInput(jobRequest, body.value);
  if (!asked.ok) return sendProblem(response, asked.error);
  const key = parseInput(idempotencyKey.nullable(), request.headers['idempotency-key'] ?? null, 'Idempotency-Key');
  if (!key.ok) return sendProblem(response, key.error);
  const created = await createJob(deps, account, { key: key.value, request: asked.value });
  if (created.ok) response.setHeader('Location', `/api/jobs/${created.value.jobId}`);
  answer(response, created, 201);
};

const list: Operation = async ({ deps, account, search, response }) => answer(response, await listJobs(deps, account, search));

const read = ofJob(async ({ deps: { store, clock, view }, account, response }, id) => {
  const found = await store.transaction(async (tx) => {
    const job = await tx.of(account).getJob(id);
    return job === null ? null : { ...jobView(job, clock.now(), view), result: await resultOf(tx, account, job) };
  });
  answer(response, found === null ? noSuchJob : ok(found));
});

const steer = (verb: Verb): Operation =>
  ofJob(async ({ deps, account, response }, id) => answer(response, await steerJob(deps, account, id, verb)));

const events = ofJob(({ deps, account, request, response }, id) => streamJobEvents(deps, account, id, request, response));

/** An operation on the job that the path names. */
function ofJob(run: (call: Call, id: JobId) => Promise<void>): Operation {
  return async (call) => (isId(call.id) ? run(call, jobId(call.id)) : sendProblem(call.response, noSuchJob.error));
}

const routes: readonly { readonly path: RegExp; readonly methods: Methods }[] = [
  { path: /^\/api\/jobs$/, methods: { GET: list, POST: create } },
  { path: /^\/api\/jobs\/([^/]+)$/, methods: { GET: read, DELETE: steer('cancel') } },
  { path: /^\/api\/jobs\/([^/]+)\/cancel$/, methods: { POST: steer('cancel') } },
  { path: /^\/api\/jobs\/([^/]+)\/retry$/, methods: { POST: steer('retry') } },
  { path: /^\/api\/jobs\/([^/]+)\/pause$/, methods: { POST: steer('pause') } },
  { path: /^\/api\/jobs\/([^/]+)\/resume$/, methods: { POST: steer('resume') } },
  { path: /^\/api\/jobs\/([^/]+)\/events$/, methods: { GET: events } },
];

function findRoute(path: string): { readonly methods: Methods; readonly id: string } | null {
  for (const route of routes) {
    const found = route.path.exec(path);
    if (found !== null) return { methods: route.methods, id: found[1] ?? '' };
  }
  return null;
}

function answer<T>(response: ServerResponse, result: Result<T, Problem>, status = 200): void {
  if (result.ok) sendJson(response, status, result.value);
  else sendProblem(response, result.error);
}
