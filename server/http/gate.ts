import type { IncomingHttpHeaders } from 'node:http';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { isLoopback } from './loopback.ts';

/** A request that is answered with an error before anything else looks at it. */
export type Refusal = { readonly status: 400 | 403 | 413 | 421; readonly type: string; readonly message: string };

export type GateRules = {
  /** The origin that browsers use if it is not the one they connect to; its host is let in as well. */
  readonly publicOrigin: string | null;
  readonly maxBodyBytes: number;
};

/** What the gate looks at. `path` is without the query. */
export type GateRequest = { readonly method: string; readonly path: string; readonly headers: IncomingHttpHeaders };

/**
 * Decides whether a request may be looked at. It keeps out pages that reach this server under a name of their own (DNS rebinding),
 * requests that a proxy passed on from other machines, and requests that another site's page makes in the person's name. It knows
 * nothing of accounts.
 */
export function checkRequest(rules: GateRules, request: GateRequest): Result<null, Refusal> {
  const refusal =
    checkHost(rules, request) ?? checkForwarded(request) ?? checkOrigin(rules, request) ?? checkSize(rules, request);
  return refusal === null ? ok(null) : err(refusal);
}

const hostPattern = /^([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?$/;

function checkHost(rules: GateRules, { headers }: GateRequest): Refusal | null {
  const host = headers.host?.toLowerCase() ?? '';
  const name = hostPattern.exec(host)?.[1];
  if (name !== undefined && (isLoopback(name) || host === publicHost(rules))) return null;
  return {
    status: 421,
    type: 'wrong_host',
    message: `This server does not answer to the name "${host}". Open it as http://localhost.`,
  };
}

const publicHost = ({ publicOrigin }: GateRules): string | null => (publicOrigin === null ? null : new URL(publicOrigin).host);

function checkForwarded({ headers }: GateRequest): Refusal | null {
  const passedOn = Object.keys(headers).find((name) => name === 'forwarded' || name.startsWith('x-forwarded-'));
  if (passedOn === undefined) return null;
  return {
    status: 403,
    type: 'forwarded',
    message: `This server serves only its own machine, and the header "${passedOn}" says that a proxy passed this request on.`,
  };
}

const readingMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What is shared by another app names no origin; the answer to it changes nothing. */
const isShared = ({ method, path }: GateRequest): boolean => method === 'POST' && path === '/share';

/** `/api` is left out because it reads no cookie: a program shows its token, and no browser adds that by itself. */
function checkOrigin(rules: GateRules, request: GateRequest): Refusal | null {
  const { method, path, headers } = request;
  if (path.startsWith('/api/') || isShared(request)) return null;
  const { origin } = headers;
  if (origin === undefined && readingMethods.has(method)) return null;
  if (origin !== undefined && (origin === `http://${headers.host?.toLowerCase()}` || origin === rules.publicOrigin)) return null;
  const from = origin === undefined ? 'a page that it does not know' : origin;
  return {
    status: 403,
    type: 'wrong_origin',
    message: `This server takes changes only from its own pages, and this came from ${from}.`,
  };
}

function checkSize(rules: GateRules, { headers }: GateRequest): Refusal | null {
  if (Number(headers['content-length'] ?? 0) <= rules.maxBodyBytes) return null;
  return { status: 413, type: 'too_large', message: `A request may hold up to ${rules.maxBodyBytes / 1_048_576} MB.` };
}
