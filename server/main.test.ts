import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../shared/engine/job.ts';
import { canonicalJson, sha256Hex } from '../shared/kernel/hash.ts';
import type { FeedMessage } from '../shared/protocol/feed.ts';
import { protocolVersion } from '../shared/protocol/version.ts';
import { catalog, openWork } from '../shared/recipes/catalog.ts';
import { requestHashOf } from '../shared/recipes/request-hash.ts';
import { ask } from './http/http-client.testing.ts';

const main = join(import.meta.dirname, 'main.ts');
let dir: string;
let children: ChildProcess[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'meanwhile-main-'));
  children = [];
});
afterEach(async () => {
  for (const child of children) await end(child, 'SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

const spawnServer = (env: Record<string, string> = {}): ChildProcess => {
  const clean = { PATH: process.env['PATH'] ?? '', PORT: '0', DATA_DIR: join(dir, 'data'), ...env };
  const child = spawn(process.execPath, [main], { env: clean, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
};

const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> => {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = once(child, 'exit');
  child.kill(signal);
  const [code] = await gone;
  return code;
};

/** A running server, and a browser's way to it. */
const startServer = async (env: Record<string, string> = {}) => {
  const child = spawnServer(env);
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('no pipes');
  const log = text(stderr);
  const [line] = await once(createInterface(stdout), 'line');
  const origin = /^Meanwhile is ready at (http:\S+)$/.exec(String(line))?.[1];
  if (origin === undefined) throw new Error(`The server said ${line}`);
  return { child, origin, log, stop: () => end(child, 'SIGTERM'), kill: () => end(child, 'SIGKILL') };
};

/** One browser's cookie, over restarts of the server. */
const createBrowser = () => {
  let cookie = '';
  const headers = (origin: string) => ({ Origin: origin, Cookie: cookie, 'Content-Type': 'application/json' });
  const read = (body: string) => {
    const answer = JSON.parse(body);
    if (answer.error !== undefined) throw new Error(JSON.stringify(answer.error));
    return answer.result.data;
  };
  return {
    post: async (origin: string, path: string, input: unknown) => {
      const body = JSON.stringify(input);
      const answer = await ask(origin, { method: 'POST', path: `/trpc/${path}`, headers: headers(origin), body });
      const set = answer.headers['set-cookie']?.[0]?.split(';')[0];
      if (set !== undefined) cookie = set;
      return read(answer.body);
    },
    get: async (origin: string, path: string, input: unknown = null) => {
      const query = input === null ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`;
      return read((await ask(origin, { path: `/trpc/${path}${query}`, headers: headers(origin) })).body);
    },
    /** Opens a feed and reads it until `isEnough` of all that came. */
    feed: async (origin: string, input: unknown, isEnough: (heard: readonly FeedMessage[]) => boolean) => {
      const path = `/trpc/feed.subscribe?input=${encodeURIComponent(JSON.stringify(input))}`;
      const asked = request(`${origin}${path}`, { headers: headers(origin), agent: false }).end();
      const [response]: IncomingMessage[] = await once(asked, 'response');
      if (response === undefined) throw new Error('no response');
      const heard: FeedMessage[] = [];
      let rest = '';
      // Leaving the loop cuts the connection, as a browser that leaves does.
      for await (const bytes of response.setEncoding('utf8')) {
        const lines = `${rest}${bytes}`.split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) if (line.startsWith('data: [')) heard.push(...JSON.parse(line.slice('data: '.length)));
        if (isEnough(heard)) break;
      }
      return heard;
    },
  };
};

const signIn = async (origin: string) => {
  const browser = createBrowser();
  const { accountId } = await browser.post(origin, 'session.start', { known: null, key: 'browser-key-1' });
  const { storeId } = JSON.parse((await ask(origin, { path: '/healthz' })).body);
  return { browser, account: String(accountId), storeId: String(storeId) };
};

type SignedIn = Awaited<ReturnType<typeof signIn>>;

const at = 1_790_000_000_000;
const document = { id: 'd1', projectId: null, title: 'Plan', model: 'default', createdAt: at, changedAt: at };
const block = {
  id: 'b1',
  documentId: 'd1',
  kind: 'prompt',
  order: 'a0',
  prompt: 'Say why.',
  current: null,
  suggestion: null,
  aside: null,
};
const creations = [
  { n: 1, at, change: { type: 'create-document', document } },
  { n: 2, at, change: { type: 'create-block', block } },
];

const pushOf = ({ account, storeId }: SignedIn, entries: readonly object[], briefs: readonly object[] = []) => ({
  protocol: protocolVersion,
  account,
  device: 'dev',
  storeId,
  entries,
  briefs,
});
const feedOf = ({ account, storeId }: SignedIn, cursor = 0, offsets = {}) => ({
  protocol: protocolVersion,
  account,
  device: 'dev',
  driver: 'dev.1',
  storeId,
  cursor,
  offsets,
});

const isCaughtUp = (heard: readonly FeedMessage[]) => heard.some((message) => message.type === 'rows' && !message.more);
const rowIds = (heard: readonly FeedMessage[]) =>
  heard.flatMap((message) => (message.type === 'rows' ? message.rows.map((row) => row.id) : []));
const jobsOf = (heard: readonly FeedMessage[]): readonly Job[] =>
  heard.flatMap((message) =>
    message.type === 'rows' ? message.rows.flatMap((row) => (row.table === 'jobs' && row.row ? [row.row] : [])) : [],
  );

describe('a server process', () => {
  it('tells its health and lets one start use a folder', async () => {
    const { origin } = await startServer();
    expect(JSON.parse((await ask(origin, { path: '/healthz' })).body)).toMatchObject({ status: 'ok' });
    const second = spawnServer();
    const said = second.stderr === null ? Promise.resolve('') : text(second.stderr);
    expect((await once(second, 'exit'))[0]).toBe(1);
    expect(await said).toContain(`It answers at ${origin}.`);
  });

  it('names a setting that is wrong, and a port that is taken', async () => {
    const said = async (child: ChildProcess) => {
      const words = child.stderr === null ? Promise.resolve('') : text(child.stderr);
      expect((await once(child, 'exit'))[0]).toBe(1);
      return words;
    };
    expect(await said(spawnServer({ MAX_CALLS: 'many' }))).toContain('MAX_CALLS is "many"');
    const { origin } = await startServer();
    const { port } = new URL(origin);
    const taken = await said(spawnServer({ PORT: port, DATA_DIR: join(dir, 'other') }));
    expect(taken.trim()).toBe(
      `Another program already uses port ${port} on 127.0.0.1. Set PORT to a free one, such as PORT=${Number(port) + 1}.`,
    );
  });

  it('[S1] takes a change, tells the feed, and has it still after kill -9', async () => {
    const first = await startServer();
    const me = await signIn(first.origin);
    const live = me.browser.feed(first.origin, feedOf(me), (heard) => rowIds(heard).includes('b1'));
    const settled = await me.browser.post(first.origin, 'sync.push', pushOf(me, creations));
    expect(settled).toEqual({ type: 'settled', lastChange: 2, refused: [] });
    expect((await live)[0]).toMatchObject({ type: 'hello', storeId: me.storeId });
    await first.kill();

    const second = await startServer();
    expect(await me.browser.get(second.origin, 'session.get')).toMatchObject({ accountId: me.account, role: 'owner' });
    expect(await me.browser.post(second.origin, 'sync.push', pushOf(me, creations))).toMatchObject({
      type: 'settled',
      lastChange: 2,
    });
    expect(new Set(rowIds(await me.browser.feed(second.origin, feedOf(me), isCaughtUp)))).toEqual(new Set(['d1', 'b1']));
  });

  it('lets nobody in without a session, and nobody under another account', async () => {
    const { origin } = await startServer();
    const me = await signIn(origin);
    const stranger = createBrowser();
    expect(await stranger.post(origin, 'sync.push', pushOf(me, creations))).toEqual({ type: 'refused', reason: 'signed_out' });
    const heard = await stranger.feed(origin, feedOf(me), (all) => all.length > 0);
    expect(heard).toEqual([{ type: 'refused', reason: 'signed_out' }]);
    await expect(stranger.get(origin, 'models.list')).rejects.toThrow('signed_out');
    await stranger.post(origin, 'session.start', { known: null, key: 'browser-key-2' });
    expect(await stranger.post(origin, 'sync.push', pushOf(me, creations))).toEqual({ type: 'refused', reason: 'wrong_account' });
  });
});

describe('a job, driven over the wire', () => {
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

  it('is accepted, claimed, written by the demo model, applied and heard', async () => {
    const { origin, stop, log } = await startServer();
    const me = await signIn(origin);
    const hash = sha256Hex(canonicalJson(brief));
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
    const all = [...creations, { n: 3, at, change: { type: 'create-job', job: seed } }];
    const whole = me.browser.feed(origin, feedOf(me), (heard) => jobsOf(heard).some((job) => job.status === 'completed'));
    expect(await me.browser.post(origin, 'sync.push', pushOf(me, all, [{ hash, brief }]))).toMatchObject({
      lastChange: 3,
      refused: [],
    });

    const fence = { job: 'j1', driver: 'dev.1' };
    const taken = await me.browser.post(origin, 'drive.take', fence);
    expect(taken).toMatchObject({ type: 'taken', row: { job: { status: 'queued', model: 'demo', createdBy: 'dev' } } });
    const job: Job = taken.row.job;
    expect(await me.browser.get(origin, 'jobs.brief', { hash })).toEqual(brief);
    const opened = openWork(catalog, job, brief);
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    const step = job.steps[0];
    if (step === undefined) throw new Error('no step');
    const requestHash = requestHashOf(
      opened.value.request(step.id, new Map(), { model: job.model, maxOutputTokens: job.maxOutputTokens }),
    );
    const { epoch } = taken.lease;
    const claimed = await me.browser.post(origin, 'drive.claim', { ...fence, epoch, step: step.id, attempt: 1, requestHash });
    expect(claimed).toMatchObject({ type: 'open' });

    const call = String(claimed.call);
    await me.browser.feed(origin, feedOf(me), (heard) =>
      heard.some((message) => message.type === 'call' && message.state === 'done'),
    );
    const ended = { type: 'step-ended', step: step.id, attempt: 1 };
    expect(await me.browser.post(origin, 'drive.report', { ...fence, epoch, n: 1, event: ended })).toMatchObject({
      type: 'noted',
    });
    expect(await me.browser.post(origin, 'drive.report', { ...fence, epoch, n: 2, event: { type: 'finish' } })).toMatchObject({
      type: 'noted',
      row: { job: { status: 'completed' } },
    });

    const heard = await whole;
    const live = heard.flatMap((message) => (message.type === 'text' ? [message.text] : [])).join('');
    expect(live.length).toBeGreaterThan(20);
    expect(await me.browser.get(origin, 'calls.output', { call })).toBe(live);
    expect(await me.browser.get(origin, 'calls.ofJob', { jobId: 'j1' })).toMatchObject([
      { call, attempt: 1, end: { type: 'done' }, text: live },
    ]);
    expect(await stop()).toBe(0);
    expect(await log).toContain('"from":"running","to":"completed"');
    expect(await log).not.toContain('Say why');
  });
});
