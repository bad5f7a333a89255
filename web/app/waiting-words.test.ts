import { expect, test } from 'vitest';
import { transient } from '../../shared/protocol/failure.ts';
import { queuedInWords, waitInWords } from './waiting-words.ts';

const scene = {
  provider: 'Anthropic',
  model: 'Claude Sonnet 5.5',
  words: null,
  atRisk: null,
  now: 1_000_000,
  reach: 'no-server',
  cap: 20,
} as const;

test('a pause that the provider asked for is counted down', () => {
  const wait = { for: 'rate-limit', until: 1_040_000, failure: null, step: null } as const;
  expect(waitInWords(wait, scene)).toBe('Anthropic asks for a pause of 40 s. It goes on by itself.');
  expect(waitInWords(wait, { ...scene, now: 1_039_500 })).toBe('Anthropic asks for a pause of 1 s. It goes on by itself.');
  expect(waitInWords(wait, { ...scene, now: 1_050_000 })).toBe('Anthropic asks for a pause. It goes on by itself.');
});

test('a repeat says why and when', () => {
  const wait = { for: 'retry', until: 1_008_000, failure: transient('overloaded'), step: null } as const;
  expect(waitInWords(wait, scene)).toMatch(/^Anthropic has too much to do .* Trying again in 8 s\.$/);
  expect(waitInWords(wait, { ...scene, now: 1_009_000 })).toMatch(/Trying again now\.$/);
});

test('no network, no server and a server that refuses are told apart', () => {
  const wait = { for: 'offline', until: null, failure: null, step: null } as const;
  expect(waitInWords(wait, { ...scene, reach: 'no-network' })).toMatch(/^You are offline\./);
  expect(waitInWords(wait, { ...scene, reach: 'no-room' })).toMatch(/^This device has no room left\./);
  expect(waitInWords(wait, { ...scene, reach: 'refused' })).toMatch(/^Not sent yet: the notice/);
  expect(waitInWords(wait, scene)).toMatch(/^The server is not reachable\./);
});

test('a queue says how many are before', () => {
  expect([queuedInWords(0), queuedInWords(2)]).toEqual(['Queued', 'Queued behind 2']);
});

test('[L7] a person who is asked hears what is kept and what another try may cost', () => {
  const wait = { for: 'person', until: null, step: null } as const;
  const broken = { ...scene, words: 214, atRisk: 900 };
  expect(waitInWords({ ...wait, failure: transient('lost') }, broken)).toBe(
    'The server stopped while this was being written. The first 214 words are kept. Starting again may cost up to 900 tokens twice.',
  );
  expect(waitInWords({ ...wait, failure: transient('reset') }, broken)).toBe(
    'The connection to Anthropic broke in the middle. The first 214 words are kept. Starting again may cost up to 900 tokens twice.',
  );
});

test('a job whose device is away says what it waits for', () => {
  const wait = { for: 'driver', until: null, failure: null, step: null } as const;
  expect(waitInWords(wait, scene)).toMatch(/for the device that made it/);
});

test('[J8] a cap that is reached names both ends of the wait', () => {
  const wait = { for: 'credits', until: Date.parse('2026-12-01T00:00:00Z'), failure: null, step: null } as const;
  expect(waitInWords(wait, scene)).toContain('raise it in Settings, or it goes on on 1 December.');
});
