import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../shared/engine/job.ts';
import { stepId } from '../shared/kernel/brand.ts';
import { canonicalJson, sha256Hex } from '../shared/kernel/hash.ts';
import type { FeedMessage } from '../shared/protocol/feed.ts';
import { catalog, openWork } from '../shared/recipes/catalog.ts';
import { requestHashOf } from '../shared/recipes/request-hash.ts';
import {
  createBrowser,
  createServerProcesses,
  creations,
  feedOf,
  pushOf,
  rowsIn,
  type SignedIn,
  signIn,
} from './server-process.testing.ts';

let servers: ReturnType<typeof createServerProcesses>;
beforeEach(() => {
  servers = createServerProcesses();
});
afterEach(() => servers.close());

const brief = {
  kind: 'block.generate',
  recipe: 1,
  title: 'Why',
  input: {
    documentId: 'd1',
    blockId: 'b1',
    documentTitle: 'Plan',
    prompt: 'Say why.',
    anchor: null,
    continueFrom: null,
    sources: [],
  },
};
const hash = sha256Hex(canonicalJson(brief));
const at = 1_790_000_000_000;
const seed = {
  id: 'j1',
  kind: brief.kind,
  recipe: brief.recipe,
  brief: hash,
  title: brief.title,
  documentId: 'd1',
  targets: ['b1'],
  model: 'default',
  priority: 'normal',
  createdBy: null,
  createdAt: at,
};
const write = stepId('write');
const fence = { job: seed.id, driver: 'dev.1' };

/** Does by hand what an engine does first: makes the job, takes its lease, claims its call. */
const beginJob = async (origin: string, { browser, ...me }: SignedIn) => {
  const entries = [...creations, { n: 3, at, change: { type: 'create-job', job: seed } }];
  const pushed = await browser.post(origin, 'sync.push', pushOf({ browser, ...me }, entries, [{ hash, brief }]));
  expect(pushed).toEqual({ type: 'settled', lastChange: 3, refused: [] });
  const taken = await browser.post(origin, 'drive.take', fence);
  expect(taken).toMatchObject({ type: 'taken', row: { job: { status: 'queued', model: 'demo', createdBy: 'dev' } } });
  const job: Job = taken.row.job;
  const opened = openWork(catalog, job, await browser.get(origin, 'jobs.brief', { hash }));
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const { model, maxOutputTokens } = job;
  const requestHash = requestHashOf(opened.value.request(write, new Map(), { model, maxOutputTokens }));
  const epoch = Number(taken.lease.epoch);
  const claimed = await browser.post(origin, 'drive.claim', { ...fence, epoch, step: write, attempt: 1, requestHash });
  expect(claimed).toMatchObject({ type: 'open' });
  return { call: String(claimed.call), epoch };
};

const isEnded = (heard: readonly FeedMessage[]) => heard.some((message) => message.type === 'call' && message.state !== 'open');
const hasText = (heard: readonly FeedMessage[]) => heard.some((message) => message.type === 'text');
const textIn = (heard: readonly FeedMessage[]) =>
  heard.flatMap((message) => (message.type === 'text' ? [message.text] : [])).join('');
const isCompleted = (heard: readonly FeedMessage[]) =>
  rowsIn(heard).some((row) => row.table === 'jobs' && row.row?.status === 'completed');

describe('a job, driven over the wire', { timeout: 30_000 }, () => {
  it('is accepted, claimed, written by the demo model, applied and heard', async () => {
    const { origin, stop, log } = await servers.start();
    const me = await signIn(origin);
    const whole = me.browser.feed(origin, feedOf(me), isCompleted);
    const { call, epoch } = await beginJob(origin, me);
    await me.browser.feed(origin, feedOf(me), isEnded);
    const ended = { type: 'step-ended', step: write, attempt: 1 };
    const noted = await me.browser.post(origin, 'drive.report', { ...fence, epoch, n: 1, event: ended });
    expect(noted).toMatchObject({ type: 'noted', row: { job: { steps: [{ status: 'done' }] } } });
    const finished = await me.browser.post(origin, 'drive.report', { ...fence, epoch, n: 2, event: { type: 'finish' } });
    expect(finished).toMatchObject({ type: 'noted', row: { job: { status: 'completed' } } });

    const live = textIn(await whole);
    expect(live.length).toBeGreaterThan(20);
    expect(await me.browser.get(origin, 'calls.output', { call })).toBe(live);
    const attempts = await me.browser.get(origin, 'calls.ofJob', { jobId: seed.id });
    expect(attempts).toMatchObject([{ call, attempt: 1, end: { type: 'done' }, text: live }]);
    const request = await me.browser.get(origin, 'calls.request', { call });
    expect(request).toMatchObject({ model: 'demo', task: expect.stringContaining(brief.input.prompt) });
    const stranger = createBrowser();
    await stranger.post(origin, 'session.start', { known: null, key: 'browser-key-2' });
    expect(await stranger.get(origin, 'calls.request', { call })).toBeNull();
    expect(await stop()).toBe(0);
    expect(await log).toContain('"from":"running","to":"completed"');
    expect(await log).not.toContain(brief.input.prompt);
  });

  it('[L5] is finished by the server when its browser has gone', async () => {
    const { origin } = await servers.start();
    const me = await signIn(origin);
    const watching = me.browser.feed(origin, { ...feedOf(me), device: 'tv', driver: 'tv.1' }, isCompleted);
    const { call } = await beginJob(origin, me);
    await me.browser.feed(origin, feedOf(me), hasText);
    const heard = await watching;
    const attempts = await me.browser.get(origin, 'calls.ofJob', { jobId: seed.id });
    expect(attempts).toMatchObject([{ call, attempt: 1, end: { type: 'done' }, text: textIn(heard) }]);
    const written = rowsIn(heard).flatMap((row) => (row.table === 'revisions' && row.row !== null ? [row.row.text] : []));
    expect(written).toEqual([attempts[0].text]);
  });

  it('[L5] may finish its open call before a server that was told to stop is gone', async () => {
    const first = await servers.start();
    const me = await signIn(first.origin);
    const { call } = await beginJob(first.origin, me);
    const untilEnd = me.browser.feed(first.origin, feedOf(me), () => false);
    await me.browser.feed(first.origin, feedOf(me), hasText);
    const stopped = first.stop();
    expect((await untilEnd).at(-1)).toEqual({ type: 'refused', reason: 'stopping' });
    expect(await stopped).toBe(0);

    const second = await servers.start();
    const [attempt] = await me.browser.get(second.origin, 'calls.ofJob', { jobId: seed.id });
    expect(attempt).toMatchObject({ call, end: { type: 'done', stop: 'end' } });
    expect(attempt.text.length).toBeGreaterThan(textIn(await untilEnd).length);
  });

  it('[L7] has its call lost when the server is killed, with every character that was shown', async () => {
    const first = await servers.start();
    const me = await signIn(first.origin);
    const { call, epoch } = await beginJob(first.origin, me);
    const shown = textIn(await me.browser.feed(first.origin, feedOf(me), hasText));
    await first.kill();

    const second = await servers.start();
    const heard = await me.browser.feed(second.origin, { ...feedOf(me), offsets: { [call]: shown.length } }, isEnded);
    expect(heard.at(-1)).toEqual({ type: 'call', call, state: 'lost' });
    const [attempt] = await me.browser.get(second.origin, 'calls.ofJob', { jobId: seed.id });
    expect(attempt).toMatchObject({ call, end: { type: 'lost' } });
    expect(attempt.text).toBe(shown + textIn(heard));
    const ended = { type: 'step-ended', step: write, attempt: 1 };
    const noted = await me.browser.post(second.origin, 'drive.report', { ...fence, epoch, n: 1, event: ended });
    expect(noted).toMatchObject({ type: 'noted', row: { job: { steps: [{ status: 'waiting', attempt: 2, possiblyPaid: 1 }] } } });
  });
});
