import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Behaviour } from '../../e2e/fixtures/provider/behaviour.ts';
import {
  createSecretKeepers,
  inAnswer,
  inPrompt,
  inSource,
  providerKey,
  type SecretKeepers,
  secretInput,
  secrets,
} from '../../e2e/fixtures/secret-keepers.ts';
import { callId, jobId, stepId } from '../../shared/kernel/brand.ts';
import { type Ask, ask } from '../http/http-client.testing.ts';
import { createBrowser, pushOf, signIn } from '../server-process.testing.ts';
import { databaseFile } from '../store/sqlite.ts';
import { openEvents } from './event-reader.testing.ts';

/* What a server prints, and the errors it answers with, searched for what must never be there. */

let keepers: SecretKeepers;
let origin: string;
let token: string;
/** Every error that was told, by where. */
let told: [where: string, what: string][];
let end: () => Promise<string>;

beforeEach(async () => {
  told = [];
  keepers = await createSecretKeepers();
  const server = await keepers.start({ MAX_ATTEMPTS: '1' });
  origin = server.origin;
  token = await keepers.newToken();
  end = async () => {
    await server.stop();
    return server.log;
  };
});
afterEach(() => keepers.close());

/** Where any of these is in what was told or printed. */
const seenIn = (log: string, more: readonly string[]) =>
  [...told, ['the log', log] as const].flatMap(([where, what]) =>
    [...secrets, token, ...more].filter((secret) => what.includes(secret)).map((secret) => `${secret} in ${where}: ${what}`),
  );

const program = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(`${origin}${path}`, { headers: { Authorization: `Bearer ${token}` }, ...init });
  const text = await response.text();
  if (!response.ok) told.push([`${init.method ?? 'GET'} ${path}`, text]);
  return JSON.parse(text);
};
const makeJob = (input: unknown) =>
  program('/api/jobs', { method: 'POST', body: JSON.stringify({ kind: 'block.generate', input }) });
const endOf = async (job: string) => {
  await (await openEvents(`${origin}/api/jobs/${job}/events`, token)).rest();
  return program(`/api/jobs/${job}`);
};

/** Every way in which a call ends, and what its job is then. */
const ends: readonly (readonly [Behaviour, string])[] = [
  [{ type: 'answer', text: `It was ${inAnswer}.` }, 'completed'],
  [{ type: 'answer', text: `It was ${inAnswer}.`, stop: 'refusal' }, 'failed'],
  [{ type: 'answer', text: `It was ${inAnswer}, all of it.`, fault: { type: 'cut', afterChars: 22 } }, 'failed'],
  [{ type: 'refuse', status: 401, message: `invalid x-api-key ${providerKey}` }, 'failed'],
  [{ type: 'refuse', status: 400, message: 'max_tokens is too large' }, 'failed'],
];

it('prints and answers programs with neither key, token nor a word of a document, however its jobs end', async () => {
  for (const [behaviour, status] of ends) {
    keepers.provider.script({}, behaviour);
    const { jobId: made } = await makeJob(secretInput);
    const job = await endOf(made);
    expect(job.status).toBe(status);
    told.push([`job that ended by ${behaviour.type}`, JSON.stringify(job.error)]);
    await program(`/api/jobs/${made}/pause`, { method: 'POST' });
  }
  await makeJob({ ...secretInput, sources: [{ text: 3, title: inSource }], context: { from: inPrompt } });
  await makeJob({ ...secretInput, documentId: 'nobody' });
  await program('/api/jobs', { method: 'POST', body: `{"${inPrompt}` });
  await program('/api/jobs', { headers: { Authorization: `Bearer ${token}x` } });
  expect(told.length).toBeGreaterThan(2 * ends.length);
  const log = await end();
  expect(log).toContain('"msg"');
  expect(seenIn(log, [])).toEqual([]);
}, 60_000);

/** What a page sends to a procedure, word for word; the error it gets is remembered. */
const refused = async (headers: Ask['headers'], path: string, more: Ask, status: number) => {
  const answer = await ask(origin, { path: `/trpc/${path}`, ...more, headers: { ...headers, ...more.headers } });
  expect({ path, status: answer.status }).toEqual({ path, status });
  told.push([path, answer.body]);
};
const sent = (body: string): Ask => ({ method: 'POST', body });
const asked = (input: unknown) => `?input=${encodeURIComponent(JSON.stringify(input))}`;

it('answers its own pages with errors that hold neither key, session nor a word of a document', async () => {
  const me = await signIn(origin);
  const mine = me.browser.headers(origin);
  const stranger = createBrowser();
  const { accountId } = await stranger.post(origin, 'session.start', { known: null, key: 'browser-key-2' });
  expect(accountId).not.toBe(me.account);

  // Calls that fail: what their page tells of each.
  for (const [behaviour] of ends) {
    keepers.provider.script({}, behaviour);
    const { jobId: made } = await makeJob(secretInput);
    await endOf(made);
    const attempts: readonly { readonly end: unknown }[] = await me.browser.get(origin, 'calls.ofJob', { jobId: made });
    for (const attempt of attempts) told.push(['calls.ofJob', JSON.stringify(attempt.end)]);
    // Another's, which are not there for whoever asks.
    const call = callId(jobId(made), stepId('write'), 1);
    await refused(stranger.headers(origin), `calls.output${asked({ call })}`, {}, 404);
  }

  // Input that does not fit.
  const push = pushOf(me, [{ n: 1, at: 1, change: { type: 'create-document', document: { ...secretInput, id: inPrompt } } }]);
  await refused(mine, 'sync.push', sent(JSON.stringify(push)), 400);
  await refused(mine, 'sync.push', sent(`{"${inPrompt}`), 400);
  await refused(mine, 'sync.push', sent(`${inPrompt} and ${inSource}`), 400);
  await refused(mine, `jobs.brief?input=${inPrompt}`, {}, 400);
  await refused(mine, `jobs.brief${asked({ hash: `the ${inPrompt}` })}`, {}, 400);
  await refused(mine, `server.statistics${asked({ minutes: inPrompt })}`, {}, 400);
  await refused(mine, 'models.enterKey', sent(JSON.stringify({ key: [providerKey] })), 400);
  await refused(mine, 'sync.push', { ...sent(inPrompt), headers: { 'Content-Type': `text/${inSource}` } }, 415);
  await refused(mine, 'sync.push', { ...sent(inPrompt.repeat(1_000_000)), headers: { 'Transfer-Encoding': 'chunked' } }, 413);

  // What is not there, and what is not for everybody.
  await refused(mine, 'jobs.nothing', sent(JSON.stringify(secretInput)), 404);
  await refused(mine, 'sync.push', { ...sent(JSON.stringify(push)), method: 'PUT' }, 405);
  await refused({ Origin: origin }, `jobs.brief${asked({ hash: 'h1' })}`, {}, 401);
  await refused(stranger.headers(origin), 'models.enterKey', sent(JSON.stringify({ key: providerKey })), 403);

  // Bugs: a row that is no JSON, and a table that is gone.
  const database = new DatabaseSync(databaseFile(keepers.dataDir));
  const { hash } = database.prepare('select hash from briefs').get() ?? {};
  database.prepare('update briefs set body = ?').run(`${inPrompt} and ${inSource}`);
  await refused(mine, `jobs.brief${asked({ hash })}`, {}, 500);
  database.exec('drop table briefs');
  database.close();
  await refused(mine, `jobs.brief${asked({ hash })}`, {}, 500);

  const log = await end();
  expect(log.match(/A procedure failed/g)).toHaveLength(2);
  const sessions = [mine, stranger.headers(origin)].map(({ Cookie }) => Cookie.split('=')[1] ?? '');
  expect(sessions.map((session) => session.length > 20)).toEqual([true, true]);
  expect(seenIn(log, [...sessions, 'browser-key-'])).toEqual([]);
}, 60_000);
