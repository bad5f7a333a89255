import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Behaviour } from '../../e2e/fixtures/provider/behaviour.ts';
import { createFakeProvider, type FakeProvider } from '../../e2e/fixtures/provider/fake-provider.ts';
import { createServerProcesses } from '../server-process.testing.ts';
import { openEvents } from './event-reader.testing.ts';

/* What a server prints and answers, searched for what must never be there. */

let servers: ReturnType<typeof createServerProcesses>;
let provider: FakeProvider;
beforeEach(async () => {
  servers = createServerProcesses();
  provider = await createFakeProvider();
});
afterEach(async () => {
  await servers.close();
  await provider.close();
});

const key = 'sk-ant-never-to-be-seen';
/** In the prompt, in a source, in the answer, and in the title of a document. */
const words = ['marmalade', 'xylophone', 'quicksilver', 'hawthorn'] as const;
const [inPrompt, inSource, inAnswer, inTitle] = words;

const input = {
  prompt: `Tell of the ${inPrompt}.`,
  title: `The ${inTitle} papers`,
  sources: [{ title: 'Notes', text: `The ${inSource} was late.` }],
};

/** Every way in which a call ends, and what its job is then. */
const ends: readonly (readonly [Behaviour, string])[] = [
  [{ type: 'answer', text: `It was ${inAnswer}.` }, 'completed'],
  [{ type: 'answer', text: `It was ${inAnswer}.`, stop: 'refusal' }, 'failed'],
  [{ type: 'answer', text: `It was ${inAnswer}, all of it.`, fault: { type: 'cut', afterChars: 12 } }, 'failed'],
  [{ type: 'refuse', status: 401, message: 'invalid x-api-key' }, 'failed'],
  [{ type: 'refuse', status: 400, message: 'max_tokens is too large' }, 'failed'],
];

async function newToken(dataDir: string): Promise<string> {
  const command = join(import.meta.dirname, '../identity/token.command.ts');
  const env = { PATH: process.env['PATH'] ?? '', DATA_DIR: dataDir };
  return (await promisify(execFile)(process.execPath, [command], { env })).stdout.trim();
}

it('prints and answers neither key, token nor a word of a document, however its jobs end', { timeout: 60_000 }, async () => {
  const settings = { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: provider.url, MAX_ATTEMPTS: '1' };
  const server = await servers.start(settings);
  const token = await newToken(join(servers.dir, 'data'));
  const errors: string[] = [];
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${server.origin}${path}`, { headers: { Authorization: `Bearer ${token}` }, ...init });
    const text = await response.text();
    expect(text).not.toContain(key);
    expect(text).not.toContain(token);
    if (!response.ok) errors.push(text);
    return JSON.parse(text);
  };
  const post = (body: unknown) => ask('/api/jobs', { method: 'POST', body: JSON.stringify(body) });

  for (const [behaviour, status] of ends) {
    provider.script({}, behaviour);
    const { jobId } = await post({ kind: 'block.generate', input });
    await (await openEvents(`${server.origin}/api/jobs/${jobId}/events`, token)).rest();
    const job = await ask(`/api/jobs/${jobId}`);
    expect(job.status).toBe(status);
    if (job.error !== null) errors.push(JSON.stringify(job.error));
    await ask(`/api/jobs/${jobId}/pause`, { method: 'POST' });
  }
  await post({
    kind: 'block.generate',
    input: { ...input, sources: [{ text: 3, title: inSource }], context: { from: inPrompt } },
  });
  await post({ kind: 'block.generate', input: { ...input, documentId: 'nobody' } });
  await ask('/api/jobs', { method: 'POST', body: `{"${inPrompt}` });
  await ask('/api/jobs', { headers: { Authorization: `Bearer ${token}x` } });
  expect(errors.length).toBeGreaterThan(ends.length);
  await server.stop();

  const log = await server.log;
  expect(log).toContain('"msg"');
  for (const secret of [key, token, ...words]) {
    expect({ secret, isInLog: log.includes(secret) }).toEqual({ secret, isInLog: false });
    expect({ secret, isInErrors: errors.some((error) => error.includes(secret)) }).toEqual({ secret, isInErrors: false });
  }
});
