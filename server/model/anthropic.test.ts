import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Behaviour } from '../../e2e/fixtures/provider/behaviour.ts';
import { createFakeProvider, type FakeProvider } from '../../e2e/fixtures/provider/fake-provider.ts';
import { realClock, realSleep } from '../../e2e/fixtures/provider/real-time.ts';
import type { ModelRequest } from '../../shared/recipes/model-request.ts';
import { type AnthropicOptions, createAnthropicModel } from './anthropic.ts';
import { describeModel, requestFor } from './model.contract.ts';
import type { CallEnd } from './model.ts';

const key = 'gateway-key-1234567890';
const request = requestFor('claude-sonnet-5-5');
const long = 'One sentence of the text stands here. '.repeat(20);

const modelAt = (baseUrl: string, options: Partial<AnthropicOptions> = {}) =>
  createAnthropicModel({
    apiKey: () => key,
    baseUrl,
    providerName: 'the provider',
    firstByteMs: 5_000,
    idleMs: 5_000,
    clock: realClock,
    sleep: realSleep,
    ...options,
  });

describeModel('the Anthropic adapter', async () => {
  const provider = await createFakeProvider();
  const slow = await createFakeProvider();
  slow.script({}, { type: 'answer', everyMs: 20 });
  return {
    model: modelAt(provider.url),
    slow: modelAt(slow.url),
    modelId: 'claude-sonnet-5-5',
    close: async () => {
      await Promise.all([provider.close(), slow.close()]);
    },
  };
});

describe('a call to the provider', () => {
  let provider: FakeProvider;
  beforeEach(async () => {
    provider = await createFakeProvider({ key });
  });
  afterEach(() => provider.close());

  type Run = { readonly end: CallEnd; readonly text: string };

  const run = async (
    behaviour: Behaviour,
    more: { options?: Partial<AnthropicOptions>; request?: ModelRequest } = {},
  ): Promise<Run> => {
    provider.script({}, behaviour);
    let text = '';
    const onText = (piece: string): void => {
      text += piece;
    };
    const model = modelAt(provider.url, more.options);
    const end = await model.run(more.request ?? request, onText, new AbortController().signal);
    return { end, text };
  };
  const lastCall = () => provider.calls().at(-1)?.record();

  test('sends system, sources marked for the cache, and then the task, and nothing that current models refuse', async () => {
    await run({ type: 'answer' });
    expect(lastCall()?.request).toEqual({
      model: 'claude-sonnet-5-5',
      max_tokens: 4_000,
      stream: true,
      system: request.system,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: request.sources, cache_control: { type: 'ephemeral' } },
            { type: 'text', text: request.task },
          ],
        },
      ],
    });
  });

  test('counts what the cache saved: written by the first call, read by the next', async () => {
    const first = await run({ type: 'answer' });
    const second = await run({ type: 'answer' });
    expect(first.end.usage).toMatchObject({ cacheRead: 0, cacheWrite: expect.any(Number) });
    expect(second.end.usage).toMatchObject({ cacheRead: first.end.usage?.cacheWrite, cacheWrite: 0 });
    expect(first.end.usage?.cacheWrite).toBeGreaterThan(0);
  });

  test('[L6] text cut inside characters of several bytes arrives whole', async () => {
    const { text, end } = await run({ type: 'answer', pieceBytes: 1, text: 'Zürich, 東京, 👩‍🚀 — €', chunkChars: 3 });
    expect(text).toBe('Zürich, 東京, 👩‍🚀 — €');
    expect(end.type).toBe('done');
  });

  test('thinking is never shown as text', async () => {
    const { text } = await run({ type: 'answer', thinking: 'Nobody should read this.', text: 'This is for the reader.' });
    expect(text).toBe('This is for the reader.');
  });

  test.each([
    ['end_turn', 'end'],
    ['stop_sequence', 'end'],
    ['tool_use', 'end'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['pause_turn', 'length'],
  ] as const)('[L6] the stop reason %s ends a call with %s', async (stop, expected) => {
    const { end } = await run({ type: 'answer', stop });
    expect(end).toMatchObject({ type: 'done', stop: expected });
  });

  test('[L6] a refusal by the model is permanent, keeps its text, and was paid', async () => {
    const { end, text } = await run({ type: 'answer', stop: 'refusal', text: 'I cannot' });
    expect(end).toMatchObject({
      type: 'failed',
      failure: { type: 'permanent', reason: 'refusal', free: false, detail: 'The request was declined.' },
    });
    expect(end.usage?.output).toBeGreaterThan(0);
    expect(text).toBe('I cannot');
  });

  test.each([
    [400, 'bad_request'],
    [401, 'key_refused'],
    [402, 'billing'],
    [403, 'key_refused'],
    [404, 'unknown_model'],
    [413, 'prompt_too_long'],
    [422, 'bad_request'],
  ] as const)('[J9] HTTP %i is permanent: %s, and free', async (status, reason) => {
    const { end } = await run({ type: 'refuse', status, message: 'What the provider says.' });
    expect(end).toEqual({
      type: 'failed',
      failure: { type: 'permanent', reason, free: true, status, detail: 'What the provider says.' },
      usage: null,
    });
    expect(provider.calls()).toHaveLength(1);
  });

  test.each([
    [408, 'server_error', false],
    [409, 'server_error', false],
    [429, 'rate_limit', true],
    [500, 'server_error', false],
    [502, 'server_error', false],
    [503, 'overloaded', true],
    [504, 'server_error', false],
    [529, 'overloaded', true],
  ] as const)('[J9] HTTP %i is transient: %s, free: %s, and sent once', async (status, reason, free) => {
    const { end } = await run({ type: 'refuse', status });
    expect(end).toMatchObject({
      type: 'failed',
      failure: { type: 'transient', reason, free, status, retryAfterMs: null },
      usage: null,
    });
    expect(provider.calls()).toHaveLength(1);
  });

  test.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after-ms': '1250', 'retry-after': '2' }, 1_250],
    [{ 'retry-after': 'soon' }, null],
  ])('[J9] the wait that the provider asks for is read from %j', async (headers, retryAfterMs) => {
    const { end } = await run({ type: 'refuse', status: 429, headers });
    expect(end).toMatchObject({ failure: { reason: 'rate_limit', retryAfterMs } });
  });

  test('[L3] headers that say that nothing is left are heard at once, whatever the answer is', async () => {
    const headers = {
      'anthropic-ratelimit-requests-remaining': '0',
      'anthropic-ratelimit-requests-reset': new Date(Date.UTC(2100, 0)).toISOString(),
    };
    provider.script({}, { type: 'refuse', status: 429, headers });
    const pauses: number[] = [];
    const end = await modelAt(provider.url).run(
      request,
      () => undefined,
      new AbortController().signal,
      (forMs) => pauses.push(forMs),
    );
    expect(end).toMatchObject({ type: 'failed', failure: { reason: 'rate_limit', free: true } });
    expect(pauses).toEqual([3_600_000]);
  });

  test('[J9] a retry-after that is a date is read against the clock', async () => {
    const headers = { 'retry-after': new Date(realClock.now() + 30_000).toUTCString() };
    const { end } = await run({ type: 'refuse', status: 529, headers });
    const wait = end.type === 'failed' && end.failure.type === 'transient' ? end.failure.retryAfterMs : null;
    expect(wait).toBeGreaterThan(27_000);
    expect(wait).toBeLessThanOrEqual(30_000);
  });

  test.each([
    ['prompt is too long: 210000 tokens > 200000 maximum', 'prompt_too_long'],
    ['input length and `max_tokens` exceed context limit: 199000 + 8000 > 200000', 'prompt_too_long'],
    ['the request exceeds the available context size', 'prompt_too_long'],
    ['Your credit balance is too low to access the API.', 'billing'],
    ['messages: roles must alternate', 'bad_request'],
  ] as const)('a 400 that says "%s" is %s', async (message, reason) => {
    const { end } = await run({ type: 'refuse', status: 400, message });
    expect(end).toMatchObject({ failure: { type: 'permanent', reason } });
  });

  test.each([
    ['overloaded_error', 'transient', 'overloaded'],
    ['rate_limit_error', 'transient', 'rate_limit'],
    ['api_error', 'transient', 'server_error'],
    ['invalid_request_error', 'permanent', 'bad_request'],
    ['authentication_error', 'permanent', 'key_refused'],
  ] as const)('[L6] an error event %s in the middle is %s %s, and may have been paid', async (errorType, type, reason) => {
    const { end, text } = await run({
      type: 'answer',
      text: long,
      fault: { type: 'error', errorType, message: 'Sorry', afterChars: 100 },
    });
    expect(end).toMatchObject({ type: 'failed', failure: { type, reason, free: false, status: null, detail: 'Sorry' } });
    expect(text).toBe(long.slice(0, 100));
    expect(end.usage?.cacheWrite).toBeGreaterThan(0);
  });

  test('[L6] a socket that is cut in the middle is a reset, and keeps its text', async () => {
    const { end, text } = await run({ type: 'answer', text: long, fault: { type: 'cut', afterChars: 100 } });
    expect(end).toMatchObject({ failure: { type: 'transient', reason: 'reset', free: false } });
    expect(text).toBe(long.slice(0, 100));
  });

  test('[L7] a socket that is cut after the request was sent may have been paid', async () => {
    const { end } = await run({ type: 'mute', after: 'request', end: 'cut' });
    expect(end).toMatchObject({ failure: { type: 'transient', reason: 'reset', free: false } });
  });

  test('[L6] a clean end without the end event is truncated, not done', async () => {
    const { end, text } = await run({ type: 'answer', text: long, fault: { type: 'truncate', afterChars: 100 } });
    expect(end).toMatchObject({ type: 'failed', failure: { type: 'transient', reason: 'truncated', free: false } });
    expect(text).toBe(long.slice(0, 100));
  });

  test.each(['request', 'headers'] as const)('[L6] silence after the %s is told as silent from the start', async (after) => {
    const { end } = await run({ type: 'mute', after, end: 'silence' }, { options: { firstByteMs: 120 } });
    expect(end).toMatchObject({ failure: { type: 'transient', reason: 'silent_start', free: false } });
    expect(await provider.calls()[0]?.ended).toBe('aborted');
  });

  test.each([0, 100])('[L6] silence after %i characters is told as silent, and ends the socket', async (afterChars) => {
    const fault = { type: 'silence', afterChars } as const;
    const { end, text } = await run({ type: 'answer', text: long, fault }, { options: { idleMs: 120 } });
    expect(end).toMatchObject({ failure: { type: 'transient', reason: 'silent', free: false } });
    expect(text).toBe(long.slice(0, afterChars));
    expect(await provider.calls()[0]?.ended).toBe('aborted');
  });

  test('[L6] pings keep a call alive while no text comes', async () => {
    const behaviour: Behaviour = { type: 'answer', text: 'Late.', textAfterMs: 600, pingEveryMs: 50 };
    const { end, text } = await run(behaviour, { options: { idleMs: 250 } });
    expect(end.type).toBe('done');
    expect(text).toBe('Late.');
  });

  test('[J9] a provider that is not there is unreachable, and free', async () => {
    const gone = await createFakeProvider();
    await gone.close();
    const end = await modelAt(gone.url).run(request, () => expect.unreachable(), new AbortController().signal);
    expect(end).toMatchObject({ failure: { type: 'transient', reason: 'unreachable', free: true } });
    expect(end).toMatchObject({ failure: { detail: 'No connection to the provider (ECONNREFUSED).' } });
  });

  test('[J9] a host name that nobody knows is unreachable, and free', async () => {
    const end = await modelAt('http://provider.invalid').run(request, () => expect.unreachable(), new AbortController().signal);
    expect(end).toMatchObject({ failure: { type: 'transient', reason: 'unreachable', free: true } });
  });

  test('[J6] a cancel closes the socket to the provider at once', async () => {
    provider.script({}, { type: 'held' });
    const cancel = new AbortController();
    const running = modelAt(provider.url).run(request, () => {}, cancel.signal);
    const call = await provider.call(0);
    await call.send('Some text');
    cancel.abort();
    expect(await running).toMatchObject({ failure: { reason: 'cancelled', free: false } });
    expect(await call.ended).toBe('aborted');
  });

  test('[J6] a cancel lets no text through that has come already', async () => {
    provider.script({}, { type: 'answer', atOnce: true });
    const cancel = new AbortController();
    const pieces: string[] = [];
    const onText = (text: string): void => {
      pieces.push(text);
      cancel.abort();
    };
    const end = await modelAt(provider.url).run(request, onText, cancel.signal);
    expect(end).toMatchObject({ failure: { reason: 'cancelled' } });
    expect(pieces).toHaveLength(1);
  });

  test('[L6] after the end event a call is done, though the socket stays open and silent', async () => {
    const { end } = await run({ type: 'answer', linger: true }, { options: { idleMs: 120 } });
    expect(end).toMatchObject({ type: 'done', stop: 'end' });
  });

  test('reads the key at each call', async () => {
    let current = 'sk-ant-old-000000';
    const model = modelAt(provider.url, { apiKey: () => current });
    const first = await model.run(request, () => {}, new AbortController().signal);
    current = key;
    const second = await model.run(request, () => {}, new AbortController().signal);
    expect([first.type, second.type]).toEqual(['failed', 'done']);
    expect(lastCall()?.headers.authorization).toBe(`Bearer ${key}`);
  });

  test('without a key it says so to a base URL with a placeholder', async () => {
    provider.takeKey(null);
    const { end } = await run({ type: 'answer' }, { options: { apiKey: () => null } });
    expect(end.type).toBe('done');
    expect(lastCall()?.headers['x-api-key']).toBe('none');
  });

  test('a failure never repeats the key or the prompt', async () => {
    const message = `Key ${key} was refused, not sk-ant-another-1`;
    const withKey = await run({ type: 'refuse', status: 401, message });
    expect(withKey.end).toMatchObject({ failure: { detail: 'Key [key] was refused, not [key]' } });
    const withPrompt = await run({ type: 'refuse', status: 400, message: `Unexpected: ${request.sources.slice(20, 120)}` });
    expect(withPrompt.end).toMatchObject({ failure: { reason: 'bad_request', detail: '' } });
  });

  test('a structured request asks for its schema in the form that the provider takes', async () => {
    const schema = { type: 'object', properties: { title: { type: 'string', maxLength: 40 } }, required: ['title'] };
    const structured: ModelRequest = { ...request, output: { type: 'json', name: 'outline', schema } };
    const { end, text } = await run({ type: 'answer' }, { request: structured });
    expect(end.type).toBe('done');
    expect(JSON.parse(text).title.length).toBeLessThanOrEqual(40);
    const { format } = lastCall()?.request.output_config ?? {};
    expect(format?.type).toBe('json_schema');
    expect(JSON.stringify(format?.schema)).not.toContain('"maxLength":');
  });

  test('an answer that is no event stream is told apart from a bug', async () => {
    const { end } = await run({ type: 'refuse', status: 200, message: 'Hello' });
    expect(end).toMatchObject({ type: 'failed', failure: { type: 'transient', reason: 'truncated' } });
  });
});

describe('the test of a key', () => {
  test('a good one is good, and no text is asked for', async () => {
    const provider = await createFakeProvider({ key });
    expect(await modelAt(provider.url).test()).toBeNull();
    expect(provider.calls()).toEqual([]);
    await provider.close();
  });

  test('one that the provider refuses is said to be refused, and stands in no word of it', async () => {
    const provider = await createFakeProvider({ key: 'another' });
    const failure = await modelAt(provider.url).test();
    await provider.close();
    expect(failure).toMatchObject({ reason: 'key_refused', status: 401 });
    expect(JSON.stringify(failure)).not.toContain(key);
  });

  test('a provider that cannot be reached says nothing about the key', async () => {
    const provider = await createFakeProvider({ key });
    await provider.close();
    expect(await modelAt(provider.url).test()).toMatchObject({ reason: 'unreachable' });
  });
});

describe('the list of models', () => {
  test('is the provider’s own, over several pages', async () => {
    const models = Array.from({ length: 5 }, (_, at) => ({
      id: `model-${at}`,
      display_name: `Model ${at}`,
      max_input_tokens: 1_000 * at,
    }));
    const provider = await createFakeProvider({ models, pageSize: 2 });
    const list = await modelAt(provider.url).list();
    await provider.close();
    expect(list.models).toEqual(
      models.map(({ id, display_name, max_input_tokens }) => ({ id, name: display_name, contextTokens: max_input_tokens })),
    );
    expect(list.freeText).toBe(true);
  });

  test('is open to any name when the provider does not give one', async () => {
    const provider = await createFakeProvider({ key: 'another' });
    expect(await modelAt(provider.url).list()).toEqual({ models: [], freeText: true });
    await provider.close();
  });
});
