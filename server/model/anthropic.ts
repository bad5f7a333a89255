import type Anthropic from '@anthropic-ai/sdk';
import type { Clock, Sleep } from '../../shared/kernel/time.ts';
import type { Failure } from '../../shared/protocol/failure.ts';
import type { ModelRequest } from '../../shared/recipes/model-request.ts';
import { emptyAnswer, endOf, textOf, withEvent } from './anthropic-answer.ts';
import { callFailure, scrubber } from './anthropic-failure.ts';
import { messageParams } from './anthropic-request.ts';
import type { CallEnd, Model, ModelChoice, ModelList } from './model.ts';
import { createProviderFetch, type Wire } from './provider-fetch.ts';
import { openLine } from './provider-line.ts';
import { pauseIn } from './rate-limit-headers.ts';

export type AnthropicOptions = {
  /** Read at each call, because a person may set it while the server runs. */
  readonly apiKey: () => string | null;
  /** Another server that speaks the Messages API; null for Anthropic's own. */
  readonly baseUrl: string | null;
  /** For sentences: `Anthropic`, or the host of `baseUrl`. */
  readonly providerName: string;
  /** Longest wait for the first byte of an answer. */
  readonly firstByteMs: number;
  /** Longest wait between two bytes of an answer. */
  readonly idleMs: number;
  readonly clock: Clock;
  readonly sleep: Sleep;
};

export type AnthropicModel = Model & {
  /**
   * Sends the provider a request that costs nothing, under the present key: one entry of its list of models. Null if it was answered,
   * else why not.
   */
  readonly test: () => Promise<Failure | null>;
};

/**
 * The model behind Anthropic's Messages API, or behind a server that speaks it. Sends each request once: the SDK's own retries are
 * off (J9). Only text reaches the caller, never thinking; without the provider's end event a call is not done (L6).
 */
export function createAnthropicModel(options: AnthropicOptions): AnthropicModel {
  return {
    test: () => testKey(options),
    run: (request, onText, signal, onPause = () => undefined) => runCall(options, request, onText, signal, onPause),
    list: () => listModels(options),
  };
}

async function runCall(
  options: AnthropicOptions,
  request: ModelRequest,
  onText: (text: string) => void,
  signal: AbortSignal,
  onPause: (forMs: number) => void,
): Promise<CallEnd> {
  const { providerName, clock } = options;
  const key = keyOf(options);
  const scrub = scrubber(key, [request.sources, request.task]);
  const line = openLine(options, signal, (headers) => {
    const pauseMs = pauseIn(headers, clock.now());
    if (pauseMs !== null) onPause(pauseMs);
  });
  let answer = emptyAnswer(request.model);
  let thrown: unknown = null;
  try {
    const { messages } = await createClient(options, key, line.wire);
    const { transformJSONSchema } = await import('@anthropic-ai/sdk/lib/transform-json-schema');
    const params = messageParams(request, transformJSONSchema, options.baseUrl !== null);
    const stream = await messages.create(params, { signal: line.signal });
    for await (const event of stream) {
      if (line.signal.aborted) break;
      answer = withEvent(answer, event);
      const text = textOf(event);
      if (text) onText(text);
    }
  } catch (error) {
    thrown = error;
  }
  const brokeOff = !answer.whole && (thrown !== null || line.signal.aborted);
  line.close();
  if (!brokeOff) return endOf(answer, scrub);
  const failure = await callFailure(thrown, { facts: line.facts(), providerName, now: clock.now(), scrub });
  return { type: 'failed', failure, usage: answer.usage };
}

/** For servers behind a base URL that ask for no key: the SDK does not start without one. */
const placeholderKey = 'none';

const keyOf = ({ apiKey }: AnthropicOptions): string => apiKey() ?? placeholderKey;

/** setTimeout's longest: the SDK's own limit is out of the way, the watchdog's counts. */
const noTimeoutMs = 2_147_483_647;

/**
 * The SDK is loaded with the first call, not with the server. One client per call is cheap, and gives each call its own view of its
 * socket.
 */
async function createClient({ baseUrl }: AnthropicOptions, key: string, wire: Wire): Promise<Anthropic> {
  const sdk = await import('@anthropic-ai/sdk');
  return new sdk.default({
    apiKey: key,
    baseURL: baseUrl ?? 'https://api.anthropic.com',
    // Gateways of the API's first versions read the key here.
    defaultHeaders: baseUrl === null ? {} : { 'x-api-key': key },
    maxRetries: 0,
    timeout: noTimeoutMs,
    // Its log would carry pieces of documents.
    logLevel: 'off',
    fetch: createProviderFetch(wire),
  });
}

const listMs = 15_000;
const listPage = 1_000;

/** The provider's own list. One that is refused, late or not readable is no list: then any name may be tried. */
async function listModels(options: AnthropicOptions): Promise<ModelList> {
  const line = openLine({ ...options, firstByteMs: listMs, idleMs: listMs }, new AbortController().signal);
  try {
    const client = await createClient(options, keyOf(options), line.wire);
    const models: ModelChoice[] = [];
    for await (const model of client.models.list({ limit: listPage }, { signal: line.signal })) {
      // Other servers list ids alone.
      models.push({ id: model.id, name: model.display_name ?? model.id, contextTokens: model.max_input_tokens ?? null });
    }
    return { models, freeText: options.baseUrl !== null };
  } catch {
    return { models: [], freeText: true };
  } finally {
    line.close();
  }
}

async function testKey(options: AnthropicOptions): Promise<Failure | null> {
  const line = openLine({ ...options, firstByteMs: listMs, idleMs: listMs }, new AbortController().signal);
  const key = keyOf(options);
  try {
    const client = await createClient(options, key, line.wire);
    await client.models.list({ limit: 1 }, { signal: line.signal });
    return null;
  } catch (error) {
    const { providerName, clock } = options;
    return await callFailure(error, { facts: line.facts(), providerName, now: clock.now(), scrub: scrubber(key, []) });
  } finally {
    line.close();
  }
}
