import { z } from 'zod/mini';

/**
 * Why a model call, a step or a job did not succeed. Mapped once, at the adapter that met it; stored and sent as it is. The sentence
 * a person reads is chosen in `web/app/words.ts` by `reason`; `detail` is the provider's own short text, never a key or a document.
 *
 * `transient` may succeed if repeated, permanent may not. `free` is true when the provider refused before the first byte of an
 * answer, or was never reached: no tokens were paid, and no attempt of the round is spent (J9, L7).
 */
export const transientReasons = [
  'rate_limit', // 429
  'overloaded', // 529, 503, or an overloaded_error event mid-stream
  'server_error', // other 5xx, api_error
  'unreachable', // no connection, DNS, TLS
  'truncated', // the stream ended without the provider's end event
  'reset', // the socket was cut mid-answer
  'silent_start', // no byte within CALL_FIRST_BYTE_MS
  'silent', // no byte for CALL_IDLE_MS mid-answer
  'lost', // our own server process ended while the call was open
  'invalid_output', // a structured answer did not fit its schema
] as const;

export const permanentReasons = [
  'no_key', // the job names a model of the provider, and no key is configured
  'key_refused', // 401, 403
  'billing', // 402
  'bad_request', // 400
  'unknown_model', // 404
  'prompt_too_long', // caught by us before it is sent, or 413, or the provider's 400 for length
  'refusal', // stop_reason refusal
  'cancelled', // aborted by the job's cancel
  'block_busy', // another writing job holds the block (J10)
  'old_recipe', // made by a build whose recipe version is gone (J2)
  'bad_brief', // the brief does not fit the recipe's input schema
  'internal', // a bug: what could not be mapped
] as const;

export type TransientReason = (typeof transientReasons)[number];
export type PermanentReason = (typeof permanentReasons)[number];

const detail = z.string().check(z.maxLength(2_000));

const transientFailureSchema = z.object({
  type: z.literal('transient'),
  reason: z.enum(transientReasons),
  free: z.boolean(),
  /** How long the provider asks us to wait, in ms from the failure; null if it did not say. */
  retryAfterMs: z.nullable(z.number()),
  status: z.nullable(z.number()),
  detail,
});

const permanentFailureSchema = z.object({
  type: z.literal('permanent'),
  reason: z.enum(permanentReasons),
  free: z.boolean(),
  status: z.nullable(z.number()),
  detail,
});

export const failureSchema = z.discriminatedUnion('type', [transientFailureSchema, permanentFailureSchema]);
export type TransientFailure = Readonly<z.infer<typeof transientFailureSchema>>;
export type PermanentFailure = Readonly<z.infer<typeof permanentFailureSchema>>;
export type Failure = TransientFailure | PermanentFailure;

export const transient = (
  reason: TransientReason,
  more: Partial<Omit<TransientFailure, 'type' | 'reason'>> = {},
): TransientFailure => ({
  type: 'transient',
  reason,
  free: false,
  retryAfterMs: null,
  status: null,
  detail: '',
  ...more,
});

export const permanent = (
  reason: PermanentReason,
  more: Partial<Omit<PermanentFailure, 'type' | 'reason'>> = {},
): PermanentFailure => ({ type: 'permanent', reason, free: true, status: null, detail: '', ...more });
