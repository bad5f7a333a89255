import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { FeedMessage } from '../shared/protocol/feed.ts';
import { protocolVersion } from '../shared/protocol/version.ts';
import { ask } from './http/http-client.testing.ts';

const main = join(import.meta.dirname, 'main.ts');

/** Server processes over one folder, on free ports; `close` ends them all and takes the folder away. */
export function createServerProcesses() {
  const dir = mkdtempSync(join(tmpdir(), 'meanwhile-main-'));
  const children: ChildProcess[] = [];

  const spawnServer = (env: Record<string, string> = {}) => {
    const clean = { PATH: process.env['PATH'] ?? '', PORT: '0', DATA_DIR: join(dir, 'data'), ...env };
    const child = spawn(process.execPath, [main], { env: clean, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    return { child, stdout: child.stdout, said: text(child.stderr), code: once(child, 'exit').then(([code]) => code) };
  };
  return {
    dir,
    spawn: spawnServer,
    /** A server that listens. */
    start: async (env: Record<string, string> = {}) => {
      const { child, stdout, said, code } = spawnServer(env);
      const [line] = await once(createInterface(stdout), 'line');
      const origin = /^Meanwhile is ready at (http:\S+)$/.exec(String(line))?.[1];
      if (origin === undefined) throw new Error(`The server said ${line}`);
      const end = (signal: NodeJS.Signals) => {
        child.kill(signal);
        return code;
      };
      return { origin, log: said, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
    },
    close: async () => {
      for (const child of children) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      }
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** One browser's cookie, over restarts of the server. */
export const createBrowser = () => {
  let cookie = '';
  const headers = (origin: string) => ({ Origin: origin, Cookie: cookie, 'Content-Type': 'application/json' });
  const read = (body: string) => {
    const answer = JSON.parse(body);
    if (answer.error !== undefined) throw new Error(JSON.stringify(answer.error));
    return answer.result.data;
  };
  return {
    /** What it sends with every request, its cookie too. */
    headers,
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

/** A browser that has its account. */
export const signIn = async (origin: string) => {
  const browser = createBrowser();
  const { accountId } = await browser.post(origin, 'session.start', { known: null, key: 'browser-key-1' });
  const { storeId } = JSON.parse((await ask(origin, { path: '/healthz' })).body);
  return { browser, account: String(accountId), storeId: String(storeId) };
};

export type SignedIn = Awaited<ReturnType<typeof signIn>>;

/** A push of the browser's one device. */
export const pushOf = ({ account, storeId }: SignedIn, entries: readonly object[], briefs: readonly object[] = []) => ({
  protocol: protocolVersion,
  account,
  device: 'dev',
  storeId,
  entries,
  briefs,
});
/** What that device's first engine asks the feed for. */
export const feedOf = ({ account, storeId }: SignedIn, cursor = 0, offsets = {}) => ({
  protocol: protocolVersion,
  account,
  device: 'dev',
  driver: 'dev.1',
  storeId,
  cursor,
  offsets,
});

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
/** A document with one prompt block. */
export const creations = [
  { n: 1, at, change: { type: 'create-document', document } },
  { n: 2, at, change: { type: 'create-block', block } },
];

/** The changes that came over a feed, newest last. */
export const rowsIn = (heard: readonly FeedMessage[]) =>
  heard.flatMap((message) => (message.type === 'rows' ? message.rows : []));
