import type { Kysely } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type TestClock, testClock } from '../../shared/kernel/time.ts';
import { createProgramStore } from '../store/program-store.ts';
import { openSqlite } from '../store/sqlite.ts';
import type { Tables } from '../store/tables.ts';
import { createOrigins, type Origins } from './origins.ts';

let db: Kysely<Tables>;
let origins: Origins;
let clock: TestClock;
beforeEach(async () => {
  db = await openSqlite(':memory:');
  clock = testClock();
  origins = createOrigins({ store: createProgramStore(db), clock });
});
afterEach(() => db.destroy());

it.each([
  ['https://notes.example', 'https://notes.example'],
  [' HTTPS://Notes.Example:443/ ', 'https://notes.example'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://[::1]:8080', 'http://[::1]:8080'],
  ['chrome-extension://abcdefghijklmnopabcdefghijklmnop/', 'chrome-extension://abcdefghijklmnopabcdefghijklmnop'],
])('takes %j as browsers send it', async (typed, sent) => {
  expect(await origins.add(typed)).toEqual({ ok: true, value: sent });
  expect(await origins.allows(sent)).toBe(true);
});

it.each([
  '*',
  'https://*.example',
  'notes.example',
  'https://notes.example/page',
  'null',
  'file:///',
  'https://',
  'http://a@b',
  '',
])('takes no pattern and nothing that is no origin: %j', async (typed) => {
  expect(await origins.add(typed)).toEqual({ ok: false, error: { type: 'not_an_origin' } });
  expect(await origins.allows(typed)).toBe(false);
});

it('allows none until one is listed, that one alone, and none once it is removed', async () => {
  expect(await origins.allows('https://notes.example')).toBe(false);
  await origins.add('https://notes.example');
  await origins.add('https://notes.example');
  clock.advance(1);
  await origins.add('https://other.example');
  expect(await origins.list()).toEqual(['https://notes.example', 'https://other.example']);
  for (const other of ['http://notes.example', 'https://notes.example:8443', 'https://notes.example.evil.example']) {
    expect(await origins.allows(other)).toBe(false);
  }
  await origins.remove('https://notes.example');
  expect(await origins.allows('https://notes.example')).toBe(false);
});

it('lists no more than fifty', async () => {
  for (let count = 0; count < 50; count += 1) await origins.add(`https://page-${count}.example`);
  expect(await origins.add('https://more.example')).toEqual({ ok: false, error: { type: 'too_many_origins', max: 50 } });
  expect(await origins.add('https://page-1.example')).toMatchObject({ ok: true });
});
