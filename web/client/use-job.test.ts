import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { createElement, StrictMode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Client, createClient } from './client.ts';
import { createEmptyPage, type EmptyPage } from './empty-page.testing.ts';
import type { Job, JobEvent, MeanwhileError } from './protocol.ts';
import { type FollowedJob, useJob } from './use-job.ts';

/* The hook in a real React, over real connections, against a server that says what a test hands it. */

/** One open stream of events. */
type Stream = {
  readonly jobId: string;
  /** The event that its reader goes on after; null at first. */
  readonly after: string | null;
  readonly say: (id: string, event: JobEvent) => void;
  readonly cut: () => void;
  readonly closed: Promise<unknown>;
};

let server: Server;
let streams: Stream[];
/** What a job is when it is read; a job that is not here is answered with 404. */
let jobs: Map<string, Promise<object>>;
let client: Client;
let page: EmptyPage;

beforeEach(async () => {
  [streams, jobs] = [[], new Map()];
  server = createServer(async (request, response) => {
    const [, , , jobId = '', events] = (request.url ?? '').split('/');
    const job = jobs.get(jobId);
    if (job === undefined) return answer(response, 404, { error: { type: 'not_found', message: 'There is no such job.' } });
    if (events === undefined) return answer(response, 200, await job);
    streams.push(streamOf(jobId, request.headers['last-event-id'] ?? null, response));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  client = createClient({ server: `http://127.0.0.1:${port}`, token: 'mw_secret' });
  page = createEmptyPage();
  vi.stubGlobal('window', page.window);
});
afterEach(async () => {
  page.unmount();
  vi.unstubAllGlobals();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const answer = (response: ServerResponse, status: number, value: object) =>
  void response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));

function streamOf(jobId: string, after: string | string[] | null, response: ServerResponse): Stream {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders();
  return {
    jobId,
    after: after === null ? null : String(after),
    say: (id, { type, ...data }) => void response.write(`id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`),
    cut: () => response.destroy(),
    closed: once(response, 'close'),
  };
}

const stream = async (at: number): Promise<Stream> => vi.waitUntil(() => streams[at]);
const jobOf = (id: string, status: Job['status'], more: Partial<Job> = {}): Promise<object> =>
  Promise.resolve({ id, status, error: null, ...more });
const text = (offset: number, said: string): JobEvent => ({ type: 'text', stepId: 'write', attempt: 1, offset, text: said });
const end = (status: Job['status']): JobEvent => ({ type: 'end', status, error: null });

/** What a page hears of the jobs that it follows. */
function createListener() {
  const shown: FollowedJob[] = [];
  const told: string[] = [];
  const onComplete = (job: Job) => told.push(`complete ${job.id}`);
  const onError = (error: MeanwhileError) => told.push(`${error.type}: ${error.message}`);
  const Following = ({ jobId, ...more }: { readonly jobId: string | null; readonly onComplete?: (job: Job) => void }) => {
    shown.push(useJob(jobId, { client, onComplete, onError, ...more }));
    return null;
  };
  return { Following, told, now: () => shown.at(-1), shown };
}
const nothing = { status: null, waiting: null, progress: 0, text: '', isConnected: false };

describe('following a job in a page', () => {
  it('shows how it stands, and tells of its end once, whoever renders meanwhile', async () => {
    jobs.set('j1', jobOf('j1', 'completed'));
    const { Following, told, now, shown } = createListener();
    page.render(createElement(Following, { jobId: 'j1' }));
    const open = await stream(0);
    expect(shown[0]).toEqual(nothing);
    open.say('1', { type: 'status', status: 'running', waiting: null });
    open.say('2', { type: 'progress', progress: 40 });
    open.say('3', text(0, 'The quarter '));
    await expect.poll(now).toEqual({ status: 'running', waiting: null, progress: 40, text: 'The quarter ', isConnected: true });

    // Pages hand over other functions each time they render: the last ones are told.
    const later: string[] = [];
    page.render(createElement(Following, { jobId: 'j1', onComplete: (job) => later.push(job.id) }));
    open.say('4', text(12, 'went well.'));
    open.say('5', end('completed'));
    await expect.poll(() => later).toEqual(['j1']);
    expect(now()).toMatchObject({ status: 'completed', text: 'The quarter went well.' });
    page.render(createElement(Following, { jobId: 'j1' }));
    await client.readJob('j1');
    expect({ told, later, streams: streams.length }).toEqual({ told: [], later: ['j1'], streams: 1 });
  });

  it('tells once also where every effect runs twice', async () => {
    jobs.set('j1', jobOf('j1', 'completed'));
    const { Following, told } = createListener();
    page.render(createElement(StrictMode, null, createElement(Following, { jobId: 'j1' })));
    const sayEnd = () => {
      for (const each of streams) each.say('1', end('completed'));
      return told;
    };
    await expect.poll(sayEnd).toEqual(['complete j1']);
    await client.readJob('j1');
    expect(told).toEqual(['complete j1']);
  });

  it.each([
    [
      'failed',
      { error: { type: 'key_refused', message: 'Enter another key.', retryable: true } },
      'key_refused: Enter another key.',
    ],
    ['cancelled', {}, 'cancelled: The job is cancelled.'],
  ] as const)('tells once of a job that ended as %s, in the server’s words where it has some', async (status, more, words) => {
    jobs.set('j1', jobOf('j1', status, more));
    const { Following, told, now } = createListener();
    page.render(createElement(Following, { jobId: 'j1' }));
    (await stream(0)).say('1', end(status));
    await expect.poll(() => told).toEqual([words]);
    await client.readJob('j1');
    expect({ told, status: now()?.status }).toEqual({ told: [words], status });
  });

  it('tells of a job that is not there, and asks no more', async () => {
    const { Following, told, now } = createListener();
    page.render(createElement(Following, { jobId: 'nobody' }));
    await expect.poll(() => told).toEqual(['not_found: There is no such job.']);
    expect({ now: now(), streams: streams.length }).toEqual({ now: nothing, streams: 0 });
  });

  it('[L4] says that the connection is lost, and goes on after the last event when it is back', async () => {
    jobs.set('j1', jobOf('j1', 'completed'));
    const { Following, told, now } = createListener();
    page.render(createElement(Following, { jobId: 'j1' }));
    const first = await stream(0);
    first.say('7', text(0, 'The quar'));
    await expect.poll(now).toMatchObject({ text: 'The quar', isConnected: true });
    first.cut();
    await expect.poll(now).toMatchObject({ text: 'The quar', isConnected: false });
    const again = await stream(1);
    expect(again.after).toBe('7');
    again.say('8', text(8, 'ter.'));
    again.say('9', end('completed'));
    await expect.poll(() => told).toEqual(['complete j1']);
    expect(now()).toMatchObject({ text: 'The quarter.', isConnected: true });
  });
});

describe('a page that goes on to something else', () => {
  it('begins anew with another job, and hears no more of the one before', async () => {
    jobs.set('j1', jobOf('j1', 'completed')).set('j2', jobOf('j2', 'completed'));
    const { Following, told, now } = createListener();
    page.render(createElement(Following, { jobId: 'j1' }));
    const before = await stream(0);
    before.say('1', text(0, 'One'));
    await expect.poll(now).toMatchObject({ text: 'One' });
    page.render(createElement(Following, { jobId: 'j2' }));
    await before.closed;
    const after = await stream(1);
    expect(after).toMatchObject({ jobId: 'j2', after: null });
    expect(now()).toEqual(nothing);
    after.say('1', text(0, 'Two'));
    after.say('2', end('completed'));
    await expect.poll(() => told).toEqual(['complete j2']);
    expect(now()).toMatchObject({ text: 'Two' });
  });

  it('follows nothing once it names no job', async () => {
    jobs.set('j1', jobOf('j1', 'completed'));
    const { Following, told, now } = createListener();
    page.render(createElement(Following, { jobId: 'j1' }));
    const open = await stream(0);
    page.render(createElement(Following, { jobId: null }));
    await open.closed;
    await client.readJob('j1');
    expect({ told, now: now(), streams: streams.length }).toEqual({ told: [], now: nothing, streams: 1 });
  });

  it('ends the stream when it closes, and is told nothing', async () => {
    jobs.set('j1', jobOf('j1', 'completed'));
    const { Following, told, shown } = createListener();
    page.render(createElement(Following, { jobId: 'j1' }));
    const open = await stream(0);
    open.say('1', text(0, 'One'));
    await expect.poll(() => shown.at(-1)?.text).toBe('One');
    page.unmount();
    await open.closed;
    const rendered = shown.length;
    await client.readJob('j1');
    expect({ told, rendered: shown.length, streams: streams.length }).toEqual({ told: [], rendered, streams: 1 });
  });

  it('is told nothing either when it closes between the end and what the job became', async () => {
    const read = Promise.withResolvers<object>();
    jobs.set('j1', read.promise);
    const { Following, told, now } = createListener();
    page.render(createElement(Following, { jobId: 'j1' }));
    (await stream(0)).say('1', end('completed'));
    await expect.poll(now).toMatchObject({ status: 'completed' });
    page.unmount();
    read.resolve({ id: 'j1', status: 'completed', error: null });
    await client.readJob('j1');
    expect(told).toEqual([]);
  });
});
