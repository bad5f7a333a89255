import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSecretKeepers, inAnswer, type SecretKeepers, secretInput, secrets } from '../../e2e/fixtures/secret-keepers.ts';
import { noUsage } from '../../shared/recipes/usage.ts';
import { openEvents } from '../api/event-reader.testing.ts';
import { ask } from '../http/http-client.testing.ts';
import type { CallTiming } from '../model/timed-model.ts';
import { feedOf, rowsIn, signIn } from '../server-process.testing.ts';
import { parseExposition, type Sample, sumOf } from './exposition.testing.ts';
import { createInstruments } from './instruments.ts';

const nothingStored = { unfinished: [], ended: [], waitingMs: 0, paidTwice: 0 };
const timing = (more: Partial<CallTiming>): CallTiming => ({
  model: 'demo',
  tookMs: 1_500,
  firstTextMs: 200,
  end: { type: 'done', stop: 'end', usage: { ...noUsage, input: 10, cacheWrite: 5, cacheRead: 100, output: 7 }, model: 'demo' },
  ...more,
});

describe('the instruments', () => {
  const readPage = async (instruments: ReturnType<typeof createInstruments>, stored = nothingStored) =>
    parseExposition((await instruments.page(stored)).text);

  it('count calls by model and outcome, with their times and tokens', async () => {
    const instruments = createInstruments((model) => model === 'demo');
    instruments.callEnded(timing({}));
    const failure = { type: 'transient', reason: 'silent', free: false, retryAfterMs: null, status: null, detail: '' } as const;
    instruments.callEnded(timing({ firstTextMs: null, end: { type: 'failed', failure, usage: null } }));
    const samples = await readPage(instruments);
    expect(sumOf(samples, 'meanwhile_calls_total', { model: 'demo', outcome: 'done' })).toBe(1);
    expect(sumOf(samples, 'meanwhile_calls_total', { model: 'demo', outcome: 'silent' })).toBe(1);
    expect(sumOf(samples, 'meanwhile_call_seconds_sum')).toBe(3);
    expect(sumOf(samples, 'meanwhile_first_text_seconds_count')).toBe(1);
    const tokens = ['input', 'output', 'cached'].map((type) => sumOf(samples, 'meanwhile_tokens_total', { type }));
    expect(tokens).toEqual([15, 7, 100]);
  });

  it('time no call that was cancelled', async () => {
    const instruments = createInstruments(() => true);
    const failure = { type: 'permanent', reason: 'cancelled', free: false, status: null, detail: '' } as const;
    instruments.callEnded(timing({ end: { type: 'failed', failure, usage: null } }));
    const samples = await readPage(instruments);
    expect(sumOf(samples, 'meanwhile_calls_total', { outcome: 'cancelled' })).toBe(1);
    expect(sumOf(samples, 'meanwhile_call_seconds_count')).toBe(0);
  });

  it('show no name that others chose, so that labels stay few and say nothing', async () => {
    const instruments = createInstruments((model) => model === 'demo');
    for (let at = 0; at < 50; at += 1) instruments.callEnded(timing({ model: `my secret model ${at}` }));
    const ofOthers = Array.from({ length: 50 }, (_, at) => ({ kind: `kind of ${at}`, status: 'queued' as const, jobs: 1 }));
    const page = (await instruments.page({ ...nothingStored, unfinished: ofOthers })).text;
    expect(page).not.toMatch(/secret|kind of/);
    const samples = parseExposition(page);
    expect(sumOf(samples, 'meanwhile_calls_total', { model: 'other' })).toBe(50);
    expect(sumOf(samples, 'meanwhile_jobs', { kind: 'other', status: 'queued' })).toBe(50);
  });

  it('add what ended since the last time, and tell sums as they are', async () => {
    const instruments = createInstruments(() => true);
    const ended = [{ kind: 'block.generate', status: 'failed', jobs: 2 }] as const;
    await instruments.page({ ...nothingStored, ended, paidTwice: 40 });
    const samples = parseExposition((await instruments.page({ ...nothingStored, ended, paidTwice: 41, waitingMs: 2_500 })).text);
    expect(sumOf(samples, 'meanwhile_jobs_ended_total', { kind: 'block.generate', status: 'failed' })).toBe(4);
    expect(sumOf(samples, 'meanwhile_paid_twice_tokens_total')).toBe(41);
    expect(sumOf(samples, 'meanwhile_queue_oldest_seconds')).toBe(2.5);
  });
});

describe('parseExposition', () => {
  it.each([
    ['a line of no form', '# HELP a_total A.\n# TYPE a_total counter\na_total{x=1} 1\n'],
    ['a value that is none', '# HELP a_total A.\n# TYPE a_total counter\na_total many\n'],
    ['a sample without its type', 'a_total 1\n'],
    ['a type without help', '# TYPE a_total counter\na_total 1\n'],
    ['a sample that is there twice', '# HELP a A.\n# TYPE a gauge\na 1\na 2\n'],
    ['a counter that is not called so', '# HELP a A.\n# TYPE a counter\na 1\n'],
    ['a page that breaks off', '# HELP a A.\n# TYPE a gauge\na 1'],
    [
      'a histogram that does not add up',
      '# HELP h H.\n# TYPE h histogram\nh_bucket{le="1"} 1\nh_bucket{le="+Inf"} 2\nh_sum 1\nh_count 3\n',
    ],
  ])('refuses %s', (_what, page) => {
    expect(() => parseExposition(page)).toThrow();
  });
});

describe('the page of a server at work', { timeout: 60_000 }, () => {
  let keepers: SecretKeepers;
  beforeEach(async () => {
    keepers = await createSecretKeepers();
  });
  afterEach(() => keepers.close());

  const read = async (origin: string): Promise<{ readonly text: string; readonly samples: readonly Sample[] }> => {
    const { status, headers, body } = await ask(origin, { path: '/metrics' });
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'text/plain; version=0.0.4; charset=utf-8' });
    return { text: body, samples: parseExposition(body) };
  };

  it('moves with a real job, and holds no key, no token, no word of a document and nobody’s id', async () => {
    const server = await keepers.start();
    const token = await keepers.newToken();
    const me = await signIn(server.origin);
    const before = (await read(server.origin)).samples;
    expect(sumOf(before, 'meanwhile_calls_total')).toBe(0);
    expect(sumOf(before, 'meanwhile_jobs_ended_total')).toBe(0);

    keepers.provider.script({}, { type: 'answer', text: `It was ${inAnswer}.` });
    const isCompleted = (row: ReturnType<typeof rowsIn>[number]) => row.table === 'jobs' && row.row?.status === 'completed';
    const heard = me.browser.feed(server.origin, feedOf(me), (all) => rowsIn(all).some(isCompleted));
    const headers = { Authorization: `Bearer ${token}` };
    const made = await fetch(`${server.origin}/api/jobs`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ kind: 'block.generate', input: secretInput }),
    });
    const { jobId } = await made.json();
    await (await openEvents(`${server.origin}/api/jobs/${jobId}/events`, token)).rest();
    await heard;

    const { text, samples } = await read(server.origin);
    const model = 'claude-sonnet-5-5';
    expect(sumOf(samples, 'meanwhile_calls_total', { model, outcome: 'done' })).toBe(1);
    expect(sumOf(samples, 'meanwhile_call_seconds_count', { model })).toBe(1);
    expect(sumOf(samples, 'meanwhile_first_text_seconds_count', { model })).toBe(1);
    const { usage } = await (await fetch(`${server.origin}/api/jobs/${jobId}`, { headers })).json();
    for (const type of ['input', 'output', 'cached'] as const)
      expect(sumOf(samples, 'meanwhile_tokens_total', { type })).toBe(usage[type]);
    expect(sumOf(samples, 'meanwhile_tokens_total')).toBeGreaterThan(0);
    expect(sumOf(samples, 'meanwhile_jobs_ended_total', { kind: 'block.generate', status: 'completed' })).toBe(1);
    expect(sumOf(samples, 'meanwhile_jobs')).toBe(0);
    expect(sumOf(samples, 'meanwhile_feed_lag_seconds_count')).toBeGreaterThan(0);
    expect(sumOf(samples, 'meanwhile_store_seconds_count')).toBeGreaterThan(sumOf(before, 'meanwhile_store_seconds_count'));
    for (const secret of [...secrets, token, jobId, me.account, me.storeId]) expect(text).not.toContain(secret);

    await server.stop();
    const again = (await read((await keepers.start()).origin)).samples;
    expect(sumOf(again, 'meanwhile_jobs_ended_total', { status: 'completed' })).toBe(1);
  });

  it('says what is under way and how long the oldest has waited', async () => {
    const server = await keepers.start({ MAX_CALLS: '1' });
    const token = await keepers.newToken();
    keepers.provider.script({}, { type: 'held' });
    for (const prompt of ['One.', 'Two.']) {
      const body = JSON.stringify({ kind: 'block.generate', input: { prompt } });
      await fetch(`${server.origin}/api/jobs`, { method: 'POST', headers: { Authorization: `Bearer ${token}` }, body });
    }
    await keepers.provider.call(0);
    const { samples } = await read(server.origin);
    expect(sumOf(samples, 'meanwhile_jobs', { kind: 'block.generate', status: 'running' })).toBe(1);
    expect(sumOf(samples, 'meanwhile_jobs', { kind: 'block.generate' })).toBe(2);
    expect(sumOf(samples, 'meanwhile_queue_oldest_seconds')).toBeGreaterThan(0);
  });
});
