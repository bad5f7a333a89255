import type { APIError } from '@anthropic-ai/sdk';
import { type Failure, type PermanentReason, permanent, type TransientReason, transient } from '../../shared/protocol/failure.ts';
import type { Silence } from './byte-watchdog.ts';
import type { LineFacts } from './provider-line.ts';

export type FailureContext = {
  readonly facts: LineFacts;
  /** For our own sentences: `Anthropic`, or a host. */
  readonly providerName: string;
  /** Milliseconds since 1970, for a retry-after that is a date. */
  readonly now: number;
  /** Cleans a text of the key and of the document; see `scrubber`. */
  readonly scrub: (text: string) => string;
};

/**
 * The one place that reads what went wrong in a call to the provider (J9). Our own cancel and our watchdog come before whatever
 * error they caused; then the socket; then what the provider said.
 */
export async function callFailure(error: unknown, context: FailureContext): Promise<Failure> {
  const { facts, providerName, scrub } = context;
  if (facts.cancelled) return permanent('cancelled', { free: !facts.reached });
  if (facts.silence !== null && facts.reached)
    return transient(facts.silence, { detail: silenceDetail(facts.silence, providerName) });
  const { APIConnectionError, APIError } = await import('@anthropic-ai/sdk');
  const noLine = facts.silence !== null || facts.cut !== null || error instanceof APIConnectionError;
  if (noLine && !facts.reached) {
    return transient('unreachable', { free: true, detail: `No connection to ${providerName}${codeOf(facts.cut)}.` });
  }
  if (noLine) return transient('reset', { detail: `${providerName} closed the connection${codeOf(facts.cut)}.` });
  if (error instanceof APIError) return saidByProvider(error, context);
  if (error instanceof SyntaxError)
    return transient('server_error', { detail: `${providerName} sent an answer that is not readable.` });
  return permanent('internal', {
    free: !facts.reached,
    detail: scrub(error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
  });
}

const silenceDetail = (silence: Silence, providerName: string): string =>
  silence === 'silent_start' ? `${providerName} did not begin to answer.` : `${providerName} stopped sending.`;

const codeOf = (error: Error | null): string =>
  error !== null && 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';

/** A refusal with an HTTP status, or an `error` event inside the answer: then the status is undefined and tokens may be paid. */
function saidByProvider(error: APIError, { scrub, now }: FailureContext): Failure {
  const status = error.status ?? null;
  const message = error.apiMessage ?? '';
  const detail = scrub(message || (status === null ? (error.type ?? '') : `HTTP ${status}`));
  const reason = status === null ? reasonOfEvent(error.type) : reasonOfStatus(status);
  const said = moreExactly(reason, error, message);
  if (isTransient(said)) {
    const free = status !== null && (said === 'rate_limit' || said === 'overloaded');
    return transient(said, { free, status, detail, retryAfterMs: status === null ? null : retryAfterMs(error.headers, now) });
  }
  return permanent(said, { free: status !== null, status, detail });
}

type Reason = TransientReason | PermanentReason;

function reasonOfStatus(status: number): Reason {
  if (status === 429) return 'rate_limit';
  if (status === 503 || status === 529) return 'overloaded';
  // 408 and 409 are the provider's own timeouts and locks; the SDK's policy repeats them too.
  if (status >= 500 || status === 408 || status === 409) return 'server_error';
  if (status === 401 || status === 403) return 'key_refused';
  if (status === 402) return 'billing';
  if (status === 404) return 'unknown_model';
  if (status === 413) return 'prompt_too_long';
  return 'bad_request';
}

function reasonOfEvent(type: string | null): Reason {
  switch (type) {
    case 'overloaded_error':
      return 'overloaded';
    case 'rate_limit_error':
      return 'rate_limit';
    case 'invalid_request_error':
      return 'bad_request';
    case 'authentication_error':
    case 'permission_error':
      return 'key_refused';
    case 'billing_error':
      return 'billing';
    case 'not_found_error':
      return 'unknown_model';
    default:
      return 'server_error';
  }
}

const tooLong = /prompt is too long|context (?:limit|window|length|size)|exceeds? the available context|too many tokens/i;
const noMoney = /credit balance|spend(?:ing)? limit|billing/i;

/** Some refusals say what they are only in their code or words: a prompt over the limit and an empty account are plain 400s. */
function moreExactly(reason: Reason, error: APIError, message: string): Reason {
  const code = error.errorCode ?? '';
  if (error.type === 'billing_error' || code.endsWith('spend_limit_reached') || code.endsWith('billing_unavailable'))
    return 'billing';
  if (reason !== 'bad_request') return reason;
  if (tooLong.test(message)) return 'prompt_too_long';
  return noMoney.test(message) ? 'billing' : reason;
}

const transientOnes: ReadonlySet<string> = new Set<TransientReason>(['rate_limit', 'overloaded', 'server_error']);
const isTransient = (reason: Reason): reason is TransientReason => transientOnes.has(reason);

/** `retry-after-ms`, else `retry-after` in seconds or as a date; null if neither can be read. */
function retryAfterMs(headers: Headers | undefined, now: number): number | null {
  const ms = numberIn(headers?.get('retry-after-ms'));
  if (ms !== null) return ms;
  const text = headers?.get('retry-after');
  const seconds = numberIn(text);
  if (seconds !== null) return seconds * 1_000;
  const date = text ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(date - now, 0);
}

function numberIn(text: string | null | undefined): number | null {
  const value = text ? Number(text) : Number.NaN;
  return Number.isFinite(value) && value >= 0 ? value : null;
}

const echoLength = 24;
const maxDetail = 500;

/**
 * Cleans a provider's text of the key, and drops it when it repeats a piece of the prompt: failures are stored, logged and shown
 * in more places than documents are.
 */
export function scrubber(key: string, prompt: readonly string[]): (text: string) => string {
  return (text) => {
    const short = text.slice(0, maxDetail);
    for (let at = 0; at + echoLength <= short.length; at += echoLength / 2) {
      const piece = short.slice(at, at + echoLength);
      if (prompt.some((part) => part.includes(piece))) return '';
    }
    return short.replaceAll(key, '[key]').replaceAll(/sk-ant-[\w-]+/g, '[key]');
  };
}
